package org.tessera.fhir.subscription;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP server that notes what it is told.
final class Subscriber implements AutoCloseable {
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final HttpServer server;

  record Heard(String method, String path, String body, String token) {}

  Subscriber() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String token = exchange.getRequestHeaders().getFirst("X-Token");
          boolean refuse = refusals.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0;
          if (!refuse) {
            heard.add(
                new Heard(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    body,
                    token == null ? "" : token));
          }
          exchange.sendResponseHeaders(refuse ? 500 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "http://localhost:" + server.getAddress().getPort() + "/hook";
  }

  /// The next so many calls are answered 500.
  void refuseNext(int calls) {
    refusals.set(calls);
  }

  List<Heard> heard() {
    return heard;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
