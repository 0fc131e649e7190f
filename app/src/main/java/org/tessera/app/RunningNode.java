package org.tessera.app;

import org.springframework.context.ConfigurableApplicationContext;

/// A node that has started: its home and its parts.
record RunningNode(Home home, ConfigurableApplicationContext context) {}
