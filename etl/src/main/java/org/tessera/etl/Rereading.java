package org.tessera.etl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.mappings.Study;

/// Reads the files of loaded deliveries again by a definition of their study, up to the point where
/// their rows can be mapped.
///
/// All files are read before the first row is judged: who is whose patient, and which of two rows
/// is the later one, is a question to all of them.
final class Rereading {
  private static final Logger log = LoggerFactory.getLogger(Rereading.class);

  private final Ingest.Parts parts;
  private final DSLContext sql;
  private final Study study;
  private final Function<Delivery, ReadingOptions> options;

  Rereading(Ingest.Parts parts, Study study, Function<Delivery, ReadingOptions> options) {
    this.parts = parts;
    this.sql = DSL.using(parts.dataSource(), SQLDialect.POSTGRES);
    this.study = study;
    this.options = options;
  }

  /// What was read.
  ///
  /// @param together what can be mapped now; empty when nothing could be read
  /// @param unread why, of each delivery that could not be read
  record Read(Optional<Together> together, Map<Long, String> unread) {}

  /// Reads these deliveries, in the order in which they count.
  Read read(List<Delivery> deliveries, ProgressMeter meter) throws IOException {
    Map<Long, String> unread = new TreeMap<>();
    List<Loading> read = new ArrayList<>();
    List<RowIntake> intakes = new ArrayList<>();
    long ordinal = 0;
    meter.start("reading", 0);
    for (Delivery delivery : deliveries) {
      var loading = new Loading(delivery, study, parts.pseudonymizer(), meter);
      try {
        begin(delivery);
        var intake = new RowIntake(loading, sql, ordinal);
        ordinal = intake.read(file(delivery), options.apply(delivery));
        intake.rejectRepeated();
        read.add(loading);
        intakes.add(intake);
      } catch (Refusal e) {
        unread.put(delivery.id(), e.reason() + ". " + e.remedy() + ".");
      } catch (RowIntake.Unfit e) {
        unread.put(delivery.id(), e.words());
      } catch (RuntimeException e) {
        requireItsOwn(delivery, e);
        unread.put(delivery.id(), "It failed for a reason the log tells.");
      }
    }
    for (Delivery delivery : deliveries) {
      if (unread.containsKey(delivery.id())) {
        staging(delivery).clear();
      }
    }
    if (read.isEmpty()) {
      return new Read(Optional.empty(), unread);
    }
    Together together = Together.of(read);
    takeOvertaken(together);
    intakes.forEach(intake -> intake.rejectOrphans(together.ids()));
    return new Read(Optional.of(together), unread);
  }

  private void begin(Delivery delivery) {
    staging(delivery).clear();
    new RejectionLog(sql).clear(delivery);
    if (!delivery.dry()) {
      parts.journal().move(delivery.id(), delivery.state(), State.READING);
    }
  }

  private void takeOvertaken(Together together) throws IOException {
    Map<Long, Set<String>> forms = withdrawn();
    Set<Long> withdrawn = Set.copyOf(forms.keySet());
    together.byDelivery().forEach((id, one) -> forms.put(id, one.places().keySet()));
    forms.keySet().retainAll(parts.journal().removing(forms.keySet().toArray(Long[]::new)));
    new Overtaken(sql, study.name())
        .take(new Overtaken.Events(together.byDelivery().keySet(), withdrawn, forms))
        .forEach((delivery, rows) -> together.of(delivery).tally().superseded += rows);
  }

  /// Writes down which rows the withdrawn deliveries name.
  ///
  /// @return the forms of each that can be read
  private Map<Long, Set<String>> withdrawn() throws IOException {
    Map<Long, Set<String>> forms = new HashMap<>();
    for (Delivery delivery : parts.journal().withdrawn(study.name())) {
      staging(delivery).clear();
      try {
        forms.put(delivery.id(), named(delivery));
      } catch (Refusal e) {
        log.info("delivery {}, which was withdrawn, cannot be read: {}", delivery.id(), e.kind());
        staging(delivery).clear();
      } catch (RuntimeException e) {
        requireItsOwn(delivery, e);
        staging(delivery).clear();
      }
    }
    return forms;
  }

  /// A file that cannot be read is left out; a database that is away or a node that stops is no
  /// reason to.
  private static void requireItsOwn(Delivery delivery, RuntimeException failure) {
    if (Unavailable.is(failure) || Thread.currentThread().isInterrupted()) {
      throw failure;
    }
    log.error("delivery {} cannot be read again", delivery.id(), Unavailable.safe(failure));
  }

  private Set<String> named(Delivery delivery) throws IOException, Refusal {
    Staging staging = staging(delivery);
    RowBatch rows = staging.writer();
    return StudyReading.tabs(
        study,
        file(delivery),
        options.apply(delivery),
        tabs -> {
          if (!tabs.headless().isEmpty()) {
            throw tabs.headless().getFirst();
          }
          Set<String> forms = new HashSet<>();
          for (StudyReading.Tab tab : tabs.all()) {
            String form = tab.form().name();
            forms.add(form);
            var check = new RowCheck(study, tab.form(), parts.pseudonymizer());
            tab.table().forEachRow(row -> staging.mention(rows, form, check.check(row)));
          }
          rows.flush();
          return forms;
        });
  }

  /// Forgets what was read, of these deliveries and of those withdrawn.
  void clear(List<Delivery> deliveries) {
    deliveries.forEach(delivery -> staging(delivery).clear());
    parts.journal().withdrawn(study.name()).forEach(delivery -> staging(delivery).clear());
  }

  private Staging staging(Delivery delivery) {
    return new Staging(sql, delivery, new ApartValues(parts.pseudonymizer().cells(), delivery));
  }

  private Path file(Delivery delivery) {
    return parts.zone().archived(delivery.sha256());
  }
}
