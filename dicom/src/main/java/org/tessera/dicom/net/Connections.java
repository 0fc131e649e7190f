package org.tessera.dicom.net;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The connections a listener holds: those that have not asked for an association yet, oldest
/// first, and those with one.
final class Connections {
  private final NetLimits limits;
  private final LinkedHashSet<Wire> waiting = new LinkedHashSet<>();
  private final Set<Wire> established = new HashSet<>();
  private boolean closed;

  Connections(NetLimits limits) {
    this.limits = limits;
  }

  /// Takes a new connection. When too many wait the oldest ends: who means it asks at once, so
  /// silent ones cannot keep others out.
  synchronized void add(Wire wire) {
    if (closed) {
      wire.cut();
      return;
    }
    if (waiting.size() >= limits.waitingMax()) {
      Iterator<Wire> oldest = waiting.iterator();
      oldest.next().cut();
      oldest.remove();
    }
    waiting.add(wire);
  }

  /// Counts a connection among the associations, unless there are as many as may be.
  synchronized boolean establish(Wire wire) {
    if (!waiting.remove(wire) || established.size() >= limits.associationsMax()) {
      return false;
    }
    return established.add(wire);
  }

  synchronized void remove(Wire wire) {
    waiting.remove(wire);
    established.remove(wire);
  }

  /// Ends all of them.
  void close() {
    List<Wire> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(waiting);
      all.addAll(established);
    }
    all.forEach(Wire::cut);
  }
}
