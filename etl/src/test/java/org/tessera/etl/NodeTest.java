package org.tessera.etl;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A test with an empty intake of its own for every method.
abstract class NodeTest {
  @TempDir Path home;
  TestNode node;

  @BeforeEach
  void open() {
    node = new TestNode(home);
  }

  @AfterEach
  void close() {
    node.close();
  }
}
