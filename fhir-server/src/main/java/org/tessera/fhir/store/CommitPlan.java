package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tessera.fhir.store.Planned.Current;

/// The writes of one transaction, encoded once and decided against what the database holds.
final class CommitPlan {
  private static final int ID_LENGTH_MAX = 64;

  private final String owner;
  private final Transaction.Rules rules;
  private final List<Planned> inOrder;

  /// By type and id: every writer takes its locks in this order, so that two never wait for each
  /// other in a circle.
  private final List<Planned> sorted;

  CommitPlan(Transaction transaction) {
    owner = transaction.owner();
    rules = transaction.rules();
    inOrder = new ArrayList<>(transaction.writes().size());
    for (Write write : transaction.writes()) {
      require(write);
      inOrder.add(new Planned(write));
    }
    sorted = new ArrayList<>(inOrder);
    sorted.sort(Comparator.comparing(Planned::type).thenComparing(Planned::id));
    for (int i = 1; i < sorted.size(); i++) {
      Planned one = sorted.get(i);
      if (one.id().equals(sorted.get(i - 1).id()) && one.type().equals(sorted.get(i - 1).type())) {
        throw new IllegalArgumentException(
            one.type() + "/" + one.id() + " stands in the transaction twice");
      }
    }
  }

  private static void require(Write write) {
    ResourceTypes.number(write.type());
    if (!isId(write.id())) {
      throw new IllegalArgumentException(
          "the id of a " + write.type() + " is not 1 to 64 letters, digits, - or .");
    }
    if (write instanceof Write.Put put && put.companion() && put.group().isEmpty()) {
      throw new IllegalArgumentException(
          write.type() + "/" + write.id() + " is a companion without a group");
    }
  }

  private static boolean isId(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= ID_LENGTH_MAX;
  }

  void restart() {
    inOrder.forEach(Planned::restart);
  }

  void found(Map<Long, Current> rows) {
    for (Planned planned : inOrder) {
      Current row = rows.get(planned.pid());
      if (row != null) {
        planned.found(row);
      }
    }
  }

  /// Decides every write; companions last, because they follow the others of their group.
  void decide() {
    Map<String, Boolean> changedGroups = new HashMap<>();
    for (Planned planned : inOrder) {
      if (!planned.isCompanion()) {
        planned.decide(owner, rules.crossesOwners());
        changedGroups.merge(planned.group(), planned.changes(), Boolean::logicalOr);
      }
    }
    for (Planned planned : inOrder) {
      if (planned.isCompanion()) {
        if (planned.isAbsent() || changedGroups.getOrDefault(planned.group(), false)) {
          planned.decide(owner, rules.crossesOwners());
        } else {
          planned.skip();
        }
      }
    }
  }

  boolean checksReferences() {
    return rules.checksReferences();
  }

  List<Planned> all() {
    return sorted;
  }

  List<Planned> created() {
    return only(Planned::isNew);
  }

  List<Planned> superseding() {
    return only(Planned::supersedes);
  }

  /// The writes that make a new version, in the order the caller gave them.
  List<Planned> changing() {
    return inOrder.stream().filter(Planned::changes).toList();
  }

  List<Commit.Outcome> outcomes() {
    return inOrder.stream().map(Planned::outcome).toList();
  }

  private List<Planned> only(Predicate<Planned> wanted) {
    return sorted.stream().filter(wanted).toList();
  }
}
