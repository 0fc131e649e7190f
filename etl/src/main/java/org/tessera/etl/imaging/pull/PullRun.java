package org.tessera.etl.imaging.pull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;
import org.tessera.dicom.net.ArchiveQuery;
import org.tessera.dicom.net.AssociationFailure;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.pull.Pull.State;

/// One fetching: what the archive has, then study by study.
final class PullRun {
  private static final int STUDIES_MAX = 2_000;
  private static final int BROKEN_IN_A_ROW_MAX = 3;
  private static final int NUMBERS_TOLD = 20;
  private static final int INSTANCES_PER_WORD = 50;
  private static final int SOME_FAILED = 0xB000;
  private static final int NO_DESTINATION = 0xA801;

  private final Pull pull;
  private final PullOrder order;
  private final Tools tools;
  private final Map<String, List<Integer>> failures = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private long found;
  private long here;
  private long fetched;
  private long instances;

  /// What a run needs of the node.
  ///
  /// @param peer the archive; called by the title that it sends to
  /// @param newUids the new UIDs of the study's images
  /// @param stopping whether the node stops
  record Tools(
      RemotePeer peer,
      ImageListener listener,
      PullJournal journal,
      UnaryOperator<String> newUids,
      BooleanSupplier stopping) {}

  /// A study the archive has.
  ///
  /// @param number its place in the list, or among those found
  /// @param instances how many it has, as the archive says; nothing when it does not
  private record Candidate(int number, String uid, OptionalLong instances) {}

  PullRun(Pull pull, PullOrder order, Tools tools) {
    this.pull = pull;
    this.order = order;
    this.tools = tools;
  }

  /// Runs to the end and writes down what came of it.
  void run() {
    try {
      fetch(candidates());
    } catch (AssociationFailure failure) {
      remarks.add("No association with the archive: " + failure.words() + ".");
    } catch (IOException _) {
      remarks.add("The connection to the archive broke.");
    }
    if (tools.stopping.getAsBoolean()) {
      remarks.add("The node stopped meanwhile. What came is kept; ask again for the rest.");
    }
    failures.forEach((words, numbers) -> remarks.add(told(numbers) + ": " + words));
    State state =
        remarks.isEmpty() ? State.DONE : fetched + instances > 0 ? State.PARTIAL : State.FAILED;
    tools.journal.count(pull.id(), new Pull.Studies(found, here, fetched), instances);
    tools.journal.finish(pull.id(), state, String.join("\n", remarks));
    if (order.manner().scheduled()) {
      tools.journal.forgetIdle(order, pull.archive(), pull.id());
    }
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
    try (ArchiveQuery query = ArchiveQuery.open(tools.peer)) {
      List<Candidate> all = order.uids().isEmpty() ? filtered(query) : listed(query);
      found = all.size();
      return all;
    }
  }

  private List<Candidate> listed(ArchiveQuery query) throws IOException {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < order.uids().size() && !tools.stopping.getAsBoolean(); i++) {
      String uid = order.uids().get(i);
      Optional<DataSet> match =
          query.find(StudyFilter.study(uid), 2).matches().stream()
              .filter(one -> one.string(Tag.StudyInstanceUID).orElse("").equals(uid))
              .findFirst();
      if (match.isEmpty()) {
        failed(i + 1, "the archive does not have it.");
      } else {
        all.add(new Candidate(i + 1, uid, StudySize.of(query, match.get(), uid)));
      }
    }
    return all;
  }

  private List<Candidate> filtered(ArchiveQuery query) throws IOException {
    ArchiveQuery.Found answer = query.find(order.filter().keys(), STUDIES_MAX);
    if (answer.matches().size() >= STUDIES_MAX) {
      remarks.add(
          "The archive has more than "
              + STUDIES_MAX
              + " such studies; these were taken first. Ask for fewer.");
    } else if (!answer.complete()) {
      remarks.add("The archive ended its answer with %04X.".formatted(answer.status()));
    }
    List<Candidate> all = new ArrayList<>();
    Map<String, Integer> unmet = new LinkedHashMap<>();
    for (DataSet match : answer.matches()) {
      Optional<String> keyword = order.filter().unmet(match);
      Optional<String> uid = match.string(Tag.StudyInstanceUID);
      if (keyword.isPresent()) {
        unmet.merge(keyword.get(), 1, Integer::sum);
      } else if (uid.isPresent()) {
        all.add(new Candidate(all.size() + 1, uid.get(), StudySize.of(query, match, uid.get())));
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
      if (!order.manner().again() && isHere(one)) {
        here++;
      } else {
        left.add(one);
      }
    }
    int broken = 0;
    while (!left.isEmpty() && broken < BROKEN_IN_A_ROW_MAX && !tools.stopping.getAsBoolean()) {
      int before = left.size();
      try (ArchiveQuery query = ArchiveQuery.open(tools.peer)) {
        while (!left.isEmpty() && !tools.stopping.getAsBoolean()) {
          move(query, left.getFirst());
          left.removeFirst();
        }
      } catch (AssociationFailure failure) {
        broken = left.size() == before ? broken + 1 : 0;
        if (!left.isEmpty()) {
          failed(left.removeFirst().number, failure.words() + ".");
        }
      }
    }
    left.forEach(one -> failed(one.number, "not asked for any more."));
  }

  private boolean isHere(Candidate one) {
    return one.instances.isPresent()
        && tools.journal.isFetched(
            pull.study(), pull.archive(), tools.newUids.apply(one.uid), one.instances.getAsLong());
  }

  private void move(ArchiveQuery query, Candidate one) throws IOException {
    String words = "pulled from " + pull.archive() + " (pull " + pull.id() + ")";
    ArchiveQuery.Moved moved;
    long arrived;
    try (ImageListener.Expected expected = tools.listener.expect(pull.study(), words)) {
      try {
        moved =
            query.move(
                StudyFilter.study(one.uid), tools.peer.ownTitle(), _ -> tell(expected.arrived()));
      } finally {
        arrived = expected.arrived();
        instances += arrived;
      }
    }
    Optional<String> wrong = wrong(one, moved, arrived);
    if (wrong.isPresent()) {
      failed(one.number, wrong.get());
    } else {
      fetched++;
      tools.journal.fetched(pull, tools.newUids.apply(one.uid), arrived);
    }
    tools.journal.count(pull.id(), new Pull.Studies(found, here, fetched), instances);
  }

  /// How far it is, for whoever watches.
  private void tell(long arriving) {
    if (arriving % INSTANCES_PER_WORD == 0) {
      tools.journal.count(pull.id(), new Pull.Studies(found, here, fetched), instances + arriving);
    }
  }

  /// What kept a study from coming whole; the archive's own words may name a person and are left.
  private Optional<String> wrong(Candidate one, ArchiveQuery.Moved moved, long arrived) {
    String title = tools.peer.ownTitle();
    int port = tools.listener.port();
    if (moved.status() == NO_DESTINATION) {
      return Optional.of(
          "the archive knows no destination %s: enter there this title, this machine's address and port %d."
              .formatted(title, port));
    }
    long said = Math.max(moved.progress().completed() + moved.progress().withWarning(), 0);
    if (said > 0 && arrived == 0) {
      return Optional.of(
          "the archive sent it, and nothing came here: the address it has for %s must be this machine's, port %d."
              .formatted(title, port));
    }
    if (moved.status() != 0 && moved.status() != SOME_FAILED) {
      return Optional.of("the archive refused with %04X.".formatted(moved.status()));
    }
    long expected = Math.max(said + moved.progress().failed(), one.instances.orElse(0));
    if (moved.progress().failed() > 0 || moved.status() == SOME_FAILED || arrived < expected) {
      return Optional.of(
          "of %,d instances %,d came; is the archive's title %s among tessera.dicom.callers?"
              .formatted(expected, arrived, pull.archive()));
    }
    return arrived == 0 ? Optional.of("the archive sent nothing.") : Optional.empty();
  }
}
