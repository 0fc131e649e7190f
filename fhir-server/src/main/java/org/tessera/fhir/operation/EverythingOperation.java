package org.tessera.fhir.operation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.tessera.fhir.operation.RecordReader.Window;
import org.tessera.fhir.operation.References.Target;
import org.tessera.fhir.operation.Signature.Level;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;

/// Everything that belongs to a patient, then what that refers to, each once.
///
/// Pages begin behind a row number, which never changes, so that writes meanwhile neither repeat
/// nor hide what stays as it is. https://hl7.org/fhir/R4/operation-patient-everything.html
final class EverythingOperation implements Operation {
  private static final Signature SIGNATURE =
      Signature.reading(
          "everything",
          Set.of(Level.TYPE, Level.INSTANCE),
          List.of("Patient"),
          "Patient-everything");
  private static final String CURSOR = "_cursor";
  private static final int COUNT_MAX = 1_000;
  private static final int TARGETS_MAX = 100_000;

  private final ResourceStore store;
  private final RecordReader reader;

  EverythingOperation(ResourceStore store, DataSource dataSource) {
    this.store = store;
    this.reader = new RecordReader(dataSource);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Answer run(Call call) {
    RecordFilter filter = RecordFilter.of(call.inputs());
    int count = Math.min(call.inputs().number("_count").orElse(COUNT_MAX), COUNT_MAX);
    Cursor cursor = call.inputs().text(CURSOR).map(Cursor::parse).orElse(Cursor.START);
    if (!call.id().isEmpty()) {
      requirePatient(call.id());
    }
    var page = new RecordPage(count);
    if (!cursor.references()) {
      members(call.id(), filter, new Window(cursor.after(), count + 1), page);
    }
    if (!page.isFull()) {
      long after = cursor.references() ? cursor.after() : 0;
      Set<Target> targets = targets(call.id(), filter);
      page.startReferences();
      if (!targets.isEmpty()) {
        reader.these(targets, filter, new Window(after, count + 1), page::add);
      }
    }
    return bundle(call, page, cursor);
  }

  private void requirePatient(String id) {
    Optional<StoredResource> patient = store.read("Patient", id);
    if (patient.isEmpty()) {
      throw OperationFailure.notFound("there is no such patient");
    }
    if (patient.get().content().isEmpty()) {
      throw new OperationFailure(410, "deleted", "the patient was deleted", java.util.Map.of());
    }
  }

  private void members(String patient, RecordFilter filter, Window window, RecordPage page) {
    if (!patient.isEmpty()) {
      reader.members(patient, filter, window, page::add);
      return;
    }
    // Rows that belong to nobody are passed over, so a page may take more than one look.
    Window next = window;
    while (true) {
      var seen = new RecordPage.Progress();
      reader.all(
          filter,
          next,
          (pid, stored) -> {
            seen.passed(pid);
            if (stored
                .content()
                .filter(it -> PatientCompartment.contains(it, id -> true))
                .isPresent()) {
              page.add(pid, stored);
            }
          });
      if (page.isFull() || seen.count() < next.countMax()) {
        return;
      }
      next = new Window(seen.last(), window.countMax());
    }
  }

  /// What the members refer to and is no member itself. Another patient is left out unless a
  /// patient is linked to them: a group or a study would bring in everybody.
  private Set<Target> targets(String patient, RecordFilter filter) {
    Set<Target> targets = new LinkedHashSet<>();
    Set<Target> members = new LinkedHashSet<>();
    RecordFilter all = filter.unlimited();
    java.util.function.BiConsumer<Long, StoredResource> collect =
        (pid, stored) ->
            stored
                .content()
                .filter(it -> !patient.isEmpty() || PatientCompartment.contains(it, id -> true))
                .ifPresent(resource -> {
                  members.add(new Target(stored.type(), stored.id()));
                  Set<Target> found = new LinkedHashSet<>();
                  References.collect(resource, found);
                  if (!stored.type().equals("Patient")) {
                    found.removeIf(target -> target.type().equals("Patient"));
                  }
                  targets.addAll(found);
                  if (targets.size() > TARGETS_MAX) {
                    throw OperationFailure.unprocessable(
                        "too-costly",
                        "more than " + TARGETS_MAX + " resources are referred to (targetsMax)");
                  }
                });
    if (patient.isEmpty()) {
      reader.all(all, Window.ALL, collect);
    } else {
      reader.members(patient, all, Window.ALL, collect);
    }
    targets.removeAll(members);
    return targets;
  }

  private static Answer bundle(Call call, RecordPage page, Cursor cursor) {
    var bundle = new SearchsetBundle(call.base());
    String address = call.address(SIGNATURE.name());
    bundle.link("self", SearchsetBundle.address(address, call.inputs().all()));
    page.next()
        .ifPresentOrElse(
            next ->
                bundle.link(
                    "next",
                    SearchsetBundle.address(address, call.inputs().all(), CURSOR, next.text())),
            () -> {
              if (cursor.equals(Cursor.START)) {
                bundle.total(page.size());
              }
            });
    page.writeTo(bundle);
    return bundle.answer();
  }

  /// Where a page begins.
  ///
  /// @param references whether the members are all delivered
  /// @param after the row number behind which to go on
  record Cursor(boolean references, long after) {
    static final Cursor START = new Cursor(false, 0);

    static Cursor parse(String text) {
      if (!text.matches("[mr]\\d{1,18}")) {
        throw OperationFailure.invalid("_cursor is not one this server handed out");
      }
      return new Cursor(text.startsWith("r"), Long.parseLong(text.substring(1)));
    }

    String text() {
      return (references ? "r" : "m") + after;
    }
  }
}
