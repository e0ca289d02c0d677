package io.github.refundworker.ops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    Path data;

    @Test
    void shouldForgetATornLastLineAndWriteOn() throws Exception {
        try (Book book = open()) {
            create(book, "c1");
        }
        Files.writeString(file(), "{\"charge\":{\"chargeId\":\"c2\",\"amo", StandardOpenOption.APPEND);
        try (Book book = open()) {
            assertThat(book.charge("c1")).isNotNull();
            assertThat(book.charge("c2")).isNull();
            create(book, "c3");
        }
        try (Book book = open()) {
            assertThat(book.size().charges()).isEqualTo(2);
            assertThat(book.charge("c3")).isNotNull();
        }
        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void shouldRefuseALedgerDamagedBeforeItsEnd() throws Exception {
        try (Book book = open()) {
            create(book, "c1");
        }
        Files.writeString(file(), "nonsense\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2 of")
                .hasMessageContaining("is damaged");
    }

    @Test
    void shouldBeWrittenByOneProcessOnly() throws Exception {
        try (Book book = open()) {
            create(book, "c1");
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("another process");
        }
    }

    private Book open() throws IOException {
        return new Book(data, InstantSource.system(), null);
    }

    private Path file() {
        return data.resolve(Ledger.FILE_NAME);
    }

    private static void create(Book book, String chargeId) {
        book.create(List.of(new ChargeRequest(chargeId, "100.00", "USD", null, null)));
    }
}
