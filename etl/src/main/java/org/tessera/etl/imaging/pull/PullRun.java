package org.tessera.etl.imaging.pull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;
import org.tessera.etl.imaging.pull.Pull.State;
import org.tessera.etl.imaging.pull.Source.Candidate;

/// One fetching: what the archive has, then study by study.
final class PullRun {
  private static final int STUDIES_MAX = 2_000;
  private static final int BROKEN_IN_A_ROW_MAX = 3;
  private static final int NUMBERS_TOLD = 20;
  private static final int INSTANCES_PER_WORD = 50;

  private final Pull pull;
  private final PullOrder order;
  private final Tools tools;
  private final Map<String, List<Integer>> failures = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private long found;
  private long here;
  private long fetched;
  private long instances;
  private long arriving;

  /// What a run needs of the node.
  ///
  /// @param newUids the new UIDs of the study's images
  /// @param stopping whether the node stops
  record Tools(
      Source source,
      PullJournal journal,
      UnaryOperator<String> newUids,
      BooleanSupplier stopping) {}

  PullRun(Pull pull, PullOrder order, Tools tools) {
    this.pull = pull;
    this.order = order;
    this.tools = tools;
    this.instances = pull.instances();
  }

  /// Runs to the end and writes down what came of it.
  ///
  /// @return false when the node stops before: what is open goes on when it starts again
  boolean run() {
    try {
      fetch(candidates());
    } catch (IOException failure) {
      remarks.add("The archive cannot be used: " + Source.words(failure) + ".");
    }
    if (tools.stopping.getAsBoolean()) {
      return false;
    }
    failures.forEach((words, numbers) -> remarks.add(told(numbers) + ": " + words));
    State state =
        remarks.isEmpty() ? State.DONE : fetched + instances > 0 ? State.PARTIAL : State.FAILED;
    tools.journal.count(pull.id(), new Pull.Studies(found, here, fetched), instances);
    tools.journal.finish(pull.id(), state, String.join("\n", remarks));
    if (order.manner().scheduled()) {
      tools.journal.forgetIdle(order, pull.archive(), pull.id());
    }
    return true;
  }

  private static String told(List<Integer> numbers) {
    String list =
        numbers.stream().limit(NUMBERS_TOLD).map(String::valueOf).collect(Collectors.joining(", "));
    return (numbers.size() == 1 ? "Study " : "Studies ")
        + list
        + (numbers.size() > NUMBERS_TOLD
            ? " and " + (numbers.size() - NUMBERS_TOLD) + " more"
            : "");
  }

  private void failed(int number, String words) {
    failures.computeIfAbsent(words, _ -> new ArrayList<>()).add(number);
  }

  private List<Candidate> candidates() throws IOException {
    try (Source.Talk talk = tools.source.open()) {
      List<Candidate> all = order.uids().isEmpty() ? filtered(talk) : listed(talk);
      found = all.size();
      return all;
    }
  }

  private List<Candidate> listed(Source.Talk talk) throws IOException {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < order.uids().size() && !tools.stopping.getAsBoolean(); i++) {
      String uid = order.uids().get(i);
      Optional<DataSet> match =
          talk.find(StudyFilter.study(uid), 2).matches().stream()
              .filter(one -> one.string(Tag.StudyInstanceUID).orElse("").equals(uid))
              .findFirst();
      if (match.isEmpty()) {
        failed(i + 1, "the archive does not have it.");
      } else {
        all.add(new Candidate(i + 1, uid, StudySize.of(talk, match.get(), uid)));
      }
    }
    return all;
  }

  private List<Candidate> filtered(Source.Talk talk) throws IOException {
    Source.Found answer = talk.find(order.filter().keys(), STUDIES_MAX);
    if (answer.matches().size() >= STUDIES_MAX) {
      remarks.add(
          "The archive has more than "
              + STUDIES_MAX
              + " such studies; these were taken first. Ask for fewer.");
    }
    answer.trouble().ifPresent(words -> remarks.add("The archive ended its answer " + words + "."));
    List<Candidate> all = new ArrayList<>();
    Map<String, Integer> unmet = new LinkedHashMap<>();
    for (DataSet match : answer.matches()) {
      Optional<String> keyword = order.filter().unmet(match);
      Optional<String> uid = match.string(Tag.StudyInstanceUID);
      if (keyword.isPresent()) {
        unmet.merge(keyword.get(), 1, Integer::sum);
      } else if (uid.isPresent()) {
        all.add(new Candidate(all.size() + 1, uid.get(), StudySize.of(talk, match, uid.get())));
      }
    }
    unmet.forEach((keyword, times) ->
        remarks.add(
            "Studies the archive named that do not have the %s asked for, or did not say: %,d. They were left."
                .formatted(keyword, times)));
    return all;
  }

  private void fetch(List<Candidate> candidates) throws IOException {
    List<Candidate> left = new ArrayList<>();
    for (Candidate one : candidates) {
      if (tools.journal.isFetchedBy(pull, tools.newUids.apply(one.uid()))) {
        // Before the node stopped.
        fetched++;
      } else if (!order.manner().again() && isHere(one)) {
        here++;
      } else {
        left.add(one);
      }
    }
    int broken = 0;
    while (!left.isEmpty() && broken < BROKEN_IN_A_ROW_MAX && !tools.stopping.getAsBoolean()) {
      int before = left.size();
      try (Source.Talk talk = tools.source.open()) {
        while (!left.isEmpty() && !tools.stopping.getAsBoolean()) {
          fetch(talk, left.getFirst());
          left.removeFirst();
        }
      } catch (IOException failure) {
        broken = left.size() == before ? broken + 1 : 0;
        if (!left.isEmpty()) {
          failed(left.removeFirst().number(), Source.words(failure) + ".");
        }
      }
    }
    left.forEach(one -> failed(one.number(), "not asked for any more."));
  }

  private boolean isHere(Candidate one) {
    return one.instances().isPresent()
        && tools.journal.isFetched(
            pull.study(),
            pull.archive(),
            tools.newUids.apply(one.uid()),
            one.instances().getAsLong());
  }

  private void fetch(Source.Talk talk, Candidate one) throws IOException {
    arriving = 0;
    Optional<String> wrong;
    try {
      wrong = talk.fetch(one, this::tell);
    } finally {
      instances += arriving;
    }
    if (wrong.isPresent()) {
      failed(one.number(), wrong.get());
    } else {
      fetched++;
      tools.journal.fetched(pull, tools.newUids.apply(one.uid()), arriving);
    }
    tools.journal.count(pull.id(), new Pull.Studies(found, here, fetched), instances);
  }

  /// How far it is, for whoever watches.
  private void tell(long arrived) {
    arriving = arrived;
    if (arrived % INSTANCES_PER_WORD == 0) {
      tools.journal.count(pull.id(), new Pull.Studies(found, here, fetched), instances + arrived);
    }
  }
}
