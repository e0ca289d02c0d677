package io.github.refundworker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HttpCallsTest {
    @ParameterizedTest
    @MethodSource
    void notSentWhereNoConnectionWasMade(Throwable failure) {
        assertThat(HttpCalls.ofFailure(failure)).isInstanceOf(ProviderResponse.NotSent.class);
    }

    static Stream<Throwable> notSentWhereNoConnectionWasMade() {
        ConnectException unresolved = new ConnectException();
        unresolved.initCause(new UnresolvedAddressException());
        return Stream.of(
                new ConnectException("Connection refused"),
                unresolved,
                new UnknownHostException("provider.invalid"),
                new NoRouteToHostException(),
                new HttpConnectTimeoutException("connect timed out"),
                new SSLHandshakeException("certificate expired"));
    }

    @ParameterizedTest
    @MethodSource
    void unclearWhereTheRequestMayHaveArrived(Throwable failure) {
        assertThat(HttpCalls.ofFailure(failure)).isInstanceOf(ProviderResponse.Unclear.class);
    }

    static Stream<Throwable> unclearWhereTheRequestMayHaveArrived() {
        return Stream.of(
                new HttpTimeoutException("request timed out"),
                new SocketException("Connection reset"),
                new IOException("HTTP/1.1 header parser received no bytes"),
                new EOFException(),
                new ClosedChannelException(),
                new SSLException("closing inbound before receiving close_notify"),
                new IllegalStateException("a bug"));
    }
}
