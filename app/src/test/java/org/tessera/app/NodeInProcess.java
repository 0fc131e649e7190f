package org.tessera.app;

import java.io.IOException;
import java.nio.file.Path;
import org.tessera.access.identity.DemoAccounts;

/// A real node in this process, with the demonstration's accounts.
final class NodeInProcess implements AutoCloseable {
  private final RunningNode running;
  private final NodeOverHttp http;

  private NodeInProcess(RunningNode running, NodeOverHttp http) {
    this.running = running;
    this.http = http;
  }

  /// @param settings lines of `node.properties`
  static NodeInProcess start(Path home, String settings) throws IOException {
    Application.chooseXmlParser();
    NodeOverHttp.prepare(home, settings);
    var line = CommandLine.parse(new String[] {"serve", "--home", home.toString(), "--port", "0"});
    RunningNode running = Application.start(line, false);
    running.context().getBean(DemoAccounts.class).create();
    return new NodeInProcess(running, new NodeOverHttp(home));
  }

  NodeOverHttp http() {
    return http;
  }

  @Override
  public void close() {
    http.close();
    running.context().close();
  }
}
