package org.tessera.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tessera.bench.FhirEndpoint.Answer;

/// How two servers differ in their answers to one question.
///
/// @param direction who has more, or what else differs; the groups of the report
/// @param detail some ids, or what a server says
/// @param example a resource that only one of them finds, as `Type/id`; empty if there is none
record Difference(Question question, String direction, String detail, String example) {
  private static final int SHOWN = 3;
  private static final int SERVER_FAULT = 500;

  /// Whether this is no difference.
  boolean isNone() {
    return direction.isEmpty();
  }

  static Difference between(Question question, Answer ours, Answer other) {
    if (ours.isRefusal() || other.isRefusal()) {
      return ofRefusals(question, ours, other);
    }
    for (String fault : List.of(fault(ours, "we"), fault(other, "it"))) {
      if (!fault.isEmpty()) {
        return new Difference(question, fault, "", "");
      }
    }
    Difference matches = ofSets(question, "", ours.matches(), other.matches());
    if (!matches.isNone()) {
      return matches;
    }
    if (question.sorts() && !ours.matches().equals(other.matches())) {
      return ofOrder(question, ours.matches(), other.matches());
    }
    return ofSets(question, "included: ", ours.included(), other.included());
  }

  private static Difference ofRefusals(Question question, Answer ours, Answer other) {
    if (ours.status() >= SERVER_FAULT) {
      return new Difference(question, "we fail", ours.status() + " " + ours.problem(), "");
    }
    if (ours.isRefusal() && other.isRefusal()) {
      return none(question);
    }
    Answer refusal = ours.isRefusal() ? ours : other;
    Answer answer = ours.isRefusal() ? other : ours;
    return new Difference(
        question,
        ours.isRefusal() ? "we refuse" : "it refuses",
        "%d %s; the other finds %d"
            .formatted(refusal.status(), refusal.problem(), answer.matches().size()),
        "");
  }

  /// What is wrong with an answer whatever the other is.
  private static String fault(Answer answer, String who) {
    if (new HashSet<>(answer.matches()).size() < answer.matches().size()) {
      return who + " say a match twice";
    }
    if (answer.total().isPresent() && answer.total().getAsInt() != answer.matches().size()) {
      return who + " say a total that is not the number of matches";
    }
    return "";
  }

  private static Difference ofSets(
      Question question, String what, List<String> ours, List<String> other) {
    Set<String> onlyOurs = new TreeSet<>(ours);
    other.forEach(onlyOurs::remove);
    Set<String> onlyOther = new TreeSet<>(other);
    ours.forEach(onlyOther::remove);
    if (onlyOurs.isEmpty() && onlyOther.isEmpty()) {
      return none(question);
    }
    String direction =
        onlyOther.isEmpty()
            ? "only we find some"
            : onlyOurs.isEmpty() ? "only it finds some" : "each finds what the other does not";
    String detail =
        "we %d, it %d; only we: %s; only it: %s"
            .formatted(ours.size(), other.size(), some(onlyOurs), some(onlyOther));
    String example = (onlyOurs.isEmpty() ? onlyOther : onlyOurs).iterator().next();
    return new Difference(question, what + direction, detail, example);
  }

  private static Difference ofOrder(Question question, List<String> ours, List<String> other) {
    int at = 0;
    while (ours.get(at).equals(other.get(at))) {
      at++;
    }
    String detail = "place %d: we %s, it %s".formatted(at + 1, ours.get(at), other.get(at));
    return new Difference(question, "another order", detail, ours.get(at));
  }

  private static Difference none(Question question) {
    return new Difference(question, "", "", "");
  }

  private static String some(Set<String> ids) {
    List<String> shown = new ArrayList<>(ids.stream().limit(SHOWN).toList());
    if (ids.size() > SHOWN) {
      shown.add("…");
    }
    return shown.isEmpty() ? "none" : String.join(" ", shown);
  }
}
