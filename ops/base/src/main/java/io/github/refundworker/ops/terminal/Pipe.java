package io.github.refundworker.ops.terminal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Checks whether a pipe still has a reader, with {@code poll(2)}, because Java has no such call. */
final class Pipe {

    private static final short POLLERR = 0x008;
    private static final short POLLHUP = 0x010;

    /** Size of {@code struct pollfd}: an int, and two shorts for requested and returned events. */
    private static final long SIZE = 8;

    private static final long REVENTS = 6;

    private Pipe() {}

    /** Also false if the system cannot say. The next write then fails. */
    @SuppressWarnings("restricted") // The launchers enable native access.
    static boolean hasLostItsReader(int descriptor) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle poll = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("poll"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
            MemorySegment asked = arena.allocate(SIZE, Integer.BYTES);
            asked.set(ValueLayout.JAVA_INT, 0, descriptor);
            int found = (int) poll.invokeExact(asked, 1L, 0);
            short events = asked.get(ValueLayout.JAVA_SHORT, REVENTS);
            return found > 0 && (events & (POLLERR | POLLHUP)) != 0;
        } catch (Throwable e) {
            return false;
        }
    }
}
