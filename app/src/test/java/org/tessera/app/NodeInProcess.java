package org.tessera.app;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
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

  /// Loads the sample studies with their images, as a demonstration does.
  void load(int patients) throws IOException, InterruptedException {
    running.context().getBean(SampleLoad.class).run(patients, Duration.ofMinutes(20));
  }

  /// The number a query of the database answers with.
  long count(String query) throws SQLException {
    DataSource database = running.context().getBean(DataSource.class);
    try (Connection connection = database.getConnection();
        ResultSet row = connection.createStatement().executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    http.close();
    running.context().close();
  }
}
