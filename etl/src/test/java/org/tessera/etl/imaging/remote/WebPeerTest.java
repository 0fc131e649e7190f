package org.tessera.etl.imaging.remote;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An archive that begins to answer and does not go on.
class WebPeerTest {
  private static final SteadyInput.Pace SHORT = new SteadyInput.Pace(Duration.ofMillis(400), 1_000);

  @ParameterizedTest(name = "a byte each {0} ms")
  @ValueSource(longs = {20, 60_000})
  void an_answer_that_trickles_or_stops_is_given_up(long milliseconds) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "multipart/related; boundary=cut");
          exchange.sendResponseHeaders(200, 0);
          try (exchange) {
            while (true) {
              exchange.getResponseBody().write('x');
              exchange.getResponseBody().flush();
              Thread.sleep(milliseconds);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    try (WebPeer peer = WebPeer.of(address, WebPeer.Access.NONE, Optional.empty(), SHORT)) {
      assertThatThrownBy(() -> peer.retrieve("1.2", file -> file.readAllBytes(), () -> true))
          .isInstanceOf(WebPeer.Trouble.class)
          .hasMessage("it did not go on answering");
      assertThatThrownBy(() -> peer.search("/studies?limit=1"))
          .isInstanceOf(WebPeer.Trouble.class)
          .hasMessage("it did not go on answering");
    } finally {
      server.stop(0);
    }
  }
}
