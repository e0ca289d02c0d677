package io.github.refundworker.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test is the worker and the broker, each at its end of the wire. */
@Timeout(20)
class WireTest {

    private static final int LONGER_THAN_A_BYTE_TAKES = 300;

    private ServerSocket broker;
    private Wire wire;

    @BeforeEach
    void open() throws IOException {
        broker = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        wire = new Wire(broker.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        broker.close();
    }

    @Test
    void shouldPassBytesBothWays() throws IOException {
        try (Socket worker = connect();
                Socket peer = broker.accept()) {
            worker.getOutputStream().write(1);
            assertThat(peer.getInputStream().read()).isEqualTo(1);
            peer.getOutputStream().write(2);
            assertThat(worker.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void shouldHoldWhatIsSentWhileItIsCutAndPassItOnAfterwards() throws IOException {
        try (Socket worker = connect();
                Socket peer = broker.accept()) {
            wire.cut(true);
            worker.getOutputStream().write(1);
            peer.setSoTimeout(LONGER_THAN_A_BYTE_TAKES);
            assertThatThrownBy(() -> peer.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            wire.cut(false);
            peer.setSoTimeout(0);
            assertThat(peer.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void shouldReachTheBrokerWithANewConnectionOnlyAfterTheCut() throws IOException {
        wire.cut(true);
        try (Socket worker = connect()) {
            worker.getOutputStream().write(1);
            broker.setSoTimeout(LONGER_THAN_A_BYTE_TAKES);
            assertThatThrownBy(broker::accept).isInstanceOf(SocketTimeoutException.class);

            wire.cut(false);
            broker.setSoTimeout(0);
            try (Socket peer = broker.accept()) {
                assertThat(peer.getInputStream().read()).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldEndOneSideWithTheOther() throws IOException {
        try (Socket worker = connect()) {
            broker.accept().close();
            assertThat(worker.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldEndAConnectionToABrokerThatIsDown() throws IOException {
        broker.close();
        try (Socket worker = connect()) {
            assertThat(worker.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), wire.port());
    }
}
