package org.tessera.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/// Leaves the port the node listens on in the home, where commands find it.
final class NodeAddress implements ApplicationListener<WebServerInitializedEvent> {
  private final Home home;

  NodeAddress(Home home) {
    this.home = home;
  }

  @Override
  public void onApplicationEvent(WebServerInitializedEvent event) {
    try {
      Files.writeString(
          home.path("node.port"), Integer.toString(event.getWebServer().getPort()) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
