package org.tessera.omop;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/// A test on one world, which every method finds empty.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WorldTest {
  World world;

  @BeforeAll
  void start() {
    world = new World();
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  @AfterAll
  void stop() {
    world.close();
  }
}
