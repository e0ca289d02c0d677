package io.github.refundworker.ops.inprocess;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.RefundId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The record of everything that an in-process provider has paid: a file with one line a refund, written before the
 * payment is answered. As a witness it survives the death of its process, but not of its machine. Memory holds only
 * the position of each refund's line, so that a load run of a million refunds leaves the heap to the worker under
 * measurement.
 */
final class InProcessLedger implements AutoCloseable {
    private static final String SEPARATOR = "\t";

    /** The maximum length of a reference, a charge id, an amount, a currency and a time together. */
    private static final int LONGEST_LINE = 512;

    private final Path file;

    /** A file and not a channel, because an interrupt of one calling thread would close a channel for all threads. */
    private final RandomAccessFile lines;

    private final ConcurrentHashMap<RefundId, Long> positions = new ConcurrentHashMap<>();
    private final LongAdder repeats = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private long end;

    /**
     * One refund in the ledger.
     *
     * @param id the provider's id
     */
    record Entry(String id, RefundId reference, ChargeId chargeId, Money amount, Instant created) {
        private boolean isSamePayment(ChargeId otherCharge, Money otherAmount) {
            return chargeId.equals(otherCharge)
                    && amount.currency().equals(otherAmount.currency())
                    && amount.amount().compareTo(otherAmount.amount()) == 0;
        }
    }

    /** @param file read if it exists; its directory is created if needed */
    InProcessLedger(Path file) {
        this.file = file;
        try {
            Files.createDirectories(requireNonNull(file.toAbsolutePath().getParent()));
            lines = new RandomAccessFile(file.toFile(), "rw");
            try (BufferedReader reader = Files.newBufferedReader(file, US_ASCII)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    // A line that a crash cut off was not answered either, so it is overwritten.
                    if (end + line.length() < lines.length()) {
                        positions.put(parse(line).reference(), end);
                        end += line.length() + 1;
                    }
                }
            }
            lines.setLength(end);
        } catch (IOException e) {
            throw new UncheckedIOException("the in-process ledger cannot be opened: " + file, e);
        }
    }

    /** Every refund paid so far, in the order of payment. The caller closes the stream. */
    Stream<Entry> entries() {
        try {
            return Files.lines(file, US_ASCII).limit(size()).map(InProcessLedger::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long size() {
        return positions.mappingCount();
    }

    /** How often a paid reference was sent again and answered from the ledger. */
    long repeats() {
        return repeats.sum();
    }

    /** Pays once per reference. Absent if the reference was used for another payment. */
    @Nullable
    Entry pay(RefundId reference, ChargeId chargeId, Money amount, Instant now) {
        Entry wanted = new Entry(idOf(reference), reference, chargeId, amount, now);
        Entry before;
        lock.lock();
        try {
            before = find(reference);
            if (before == null) {
                write(wanted);
            }
        } finally {
            lock.unlock();
        }
        if (before == null) {
            return wanted;
        }
        repeats.increment();
        return before.isSamePayment(chargeId, amount) ? before : null;
    }

    private void write(Entry entry) {
        byte[] line = format(entry).getBytes(US_ASCII);
        try {
            lines.seek(end);
            lines.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        positions.put(entry.reference(), end);
        end += line.length;
    }

    @Nullable
    Entry find(RefundId reference) {
        Long position = positions.get(reference);
        if (position == null) {
            return null;
        }
        lock.lock();
        try {
            lines.seek(position);
            byte[] line = new byte[LONGEST_LINE];
            int length = lines.read(line);
            String text = new String(line, 0, length, US_ASCII);
            return parse(text.substring(0, text.indexOf('\n')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private static String format(Entry entry) {
        return String.join(
                        SEPARATOR,
                        entry.reference().toString(),
                        entry.chargeId().value(),
                        entry.amount().amount().toPlainString(),
                        entry.amount().currency().value(),
                        entry.created().toString())
                + "\n";
    }

    private static Entry parse(String line) {
        String[] fields = line.split(SEPARATOR, -1);
        RefundId reference = RefundId.parse(fields[0]);
        return new Entry(
                idOf(reference),
                reference,
                new ChargeId(fields[1]),
                Money.of(fields[2], fields[3]),
                Instant.parse(fields[4]));
    }

    private static String idOf(RefundId reference) {
        return "inproc-" + reference;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }
}
