package org.tessera.etl.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.imaging.StudyTable.Row;
import org.tessera.etl.imaging.StudyTable.State;
import org.tessera.etl.imaging.content.Contents;
import org.tessera.etl.imaging.content.Surroundings;
import org.tessera.etl.pseudonym.IdentityUnavailable;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.fhir.store.OwnerConflict;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import org.tessera.mappings.Study;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Says of a study what its instances say, once it is quiet: one version of its ImagingStudy for
/// all the slices that came, not one for each. A study whose patient no form has brought yet waits,
/// and one whose patient went waits again.
public final class StudySettling {
  private static final Logger log = LoggerFactory.getLogger(StudySettling.class);
  private static final int STUDIES_PER_COMMIT = 20;
  private static final long LOOK_MILLIS = 5_000;
  private static final String TYPE = "ImagingStudy";
  private static final Set<String> OF_CONTENTS = Set.of("DiagnosticReport", "Observation");

  private final Parts parts;
  private final ImageRules rules;
  private final AttributeTable attributes;
  private final Contents contents;
  private long lookedAtMillis;

  /// What settling reads from and writes to.
  ///
  /// @param studies the research studies this node knows
  public record Parts(
      ImageJournal journal,
      StudyTable table,
      DicomFolder folder,
      ResourceStore store,
      Pseudonymizer pseudonymizer,
      Supplier<Collection<Study>> studies) {}

  /// By what is known of images what is told of them.
  record Tables(ImageRules rules, AttributeTable attributes, Contents contents) {}

  /// How images settle.
  ///
  /// @param quietMillis how long nothing must have come for a study
  /// @param address of the node as its users reach it, empty for addresses relative to it
  public record Setting(long quietMillis, String address) {}

  private final Setting setting;

  StudySettling(Parts parts, Setting setting, Tables tables) {
    this.parts = parts;
    this.setting = setting;
    this.rules = tables.rules;
    this.attributes = tables.attributes;
    this.contents = tables.contents;
  }

  /// Settles what is quiet by now.
  public void run() {
    for (Study study : parts.studies.get()) {
      List<Row> due = parts.table.due(study.name(), setting.quietMillis, STUDIES_PER_COMMIT);
      while (!due.isEmpty()) {
        settle(study, due);
        due = parts.table.due(study.name(), setting.quietMillis, STUDIES_PER_COMMIT);
      }
    }
    lookForPatients();
  }

  /// Patients come and go with the forms: those who wait for one, and those whose one is gone.
  private void lookForPatients() {
    long now = System.currentTimeMillis();
    if (now - lookedAtMillis < LOOK_MILLIS) {
      return;
    }
    lookedAtMillis = now;
    for (Study study : parts.studies.get()) {
      List<Row> changed = parts.table.counterpartChanged(study.name(), joined(study));
      for (int from = 0; from < changed.size(); from += STUDIES_PER_COMMIT) {
        settle(study, changed.subList(from, Math.min(changed.size(), from + STUDIES_PER_COMMIT)));
      }
    }
  }

  /// The studies that share a study's patients, itself among them.
  private Collection<String> joined(Study study) {
    String context = parts.pseudonymizer.context(study.name());
    return parts.studies.get().stream()
        .map(Study::name)
        .filter(name -> parts.pseudonymizer.context(name).equals(context))
        .collect(Collectors.toSet());
  }

  private record Settled(Row before, Row now) {}

  /// What was said of a study, and under which id; what else was said, as references.
  private record Said(String id, Optional<ObjectNode> resource, List<String> told) {
    static final Said NOTHING = new Said("", Optional.empty(), List.of());
  }

  private static Settled to(Row before, State state, Said said, Optional<ObjectNode> digest) {
    return new Settled(
        before,
        new Row(
            before.study(),
            before.uid(),
            before.patient(),
            before.arrivedAt(),
            state,
            said.id,
            said.resource,
            digest,
            "",
            said.told));
  }

  /// All in one commit; where that fails one by one, so that only those wait that are to blame.
  private void settle(Study study, List<Row> rows) {
    try {
      commit(study, rows);
    } catch (RuntimeException e) {
      if (isOfTheNode(e)) {
        throw e;
      }
      if (rows.size() > 1) {
        rows.forEach(row -> settle(study, List.of(row)));
        return;
      }
      String trouble = e instanceof OwnerConflict ? "owner-conflict" : "failed";
      // The message may quote a value of a header.
      log.error(
          "study {}: an imaging study cannot be told of: {}", study.name(), e.getClass().getName());
      parts.table.failed(rows.getFirst(), trouble);
    }
  }

  /// Whether a failure is no study's own: SQL states of the classes 22 and 23 are of what is
  /// stored.
  private static boolean isOfTheNode(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        String state = Objects.requireNonNullElse(sql.getSQLState(), "");
        return !state.startsWith("22") && !state.startsWith("23");
      }
    }
    return failure instanceof IdentityUnavailable;
  }

  private void commit(Study study, List<Row> rows) {
    Set<String> there =
        parts.table.patientsThere(
            joined(study), rows.stream().map(Row::patient).collect(Collectors.toSet()));
    List<Settled> settled = new ArrayList<>();
    Map<String, Write> writes = new java.util.LinkedHashMap<>();
    for (Row row : rows) {
      List<Instance> instances = parts.journal.usable(study.name(), row.uid());
      settled.add(
          instances.isEmpty()
              ? withdrawn(study, row, writes)
              : told(study, row, instances, writes, there.contains(row.patient())));
    }
    if (!writes.isEmpty()) {
      String owner = "study:" + parts.pseudonymizer.context(study.name());
      parts.store.commit(new Transaction(owner, List.copyOf(writes.values())));
    }
    for (Settled one : settled) {
      parts.table.settled(one.before, one.now);
    }
    log.info("study {}: {} imaging studies put together", study.name(), settled.size());
  }

  /// Of a study without instances nothing is said; what a form says of it stays.
  private Settled withdrawn(Study study, Row row, Map<String, Write> writes) {
    remove(study, row, writes);
    return to(row, State.SETTLED, Said.NOTHING, Optional.empty());
  }

  private Settled told(
      Study study,
      Row row,
      List<Instance> instances,
      Map<String, Write> writes,
      boolean patientThere) {
    var secrets = parts.pseudonymizer.secrets(study.name());
    ObjectNode digest =
        new StudyDigest(attributes, secrets::digest)
            .of(instances, contents(study, row, instances, secrets::digest));
    if (!patientThere) {
      remove(study, row, writes);
      return to(row, State.WAITING, Said.NOTHING, Optional.of(digest));
    }
    var around =
        new ImageRules.Around(
            row.patient(),
            study.name(),
            secrets.digest(row.uid()),
            setting.address + "/dicomweb/" + study.name());
    Said said = Said.NOTHING;
    List<String> told = new ArrayList<>();
    String started = "";
    for (ObjectNode resource : rules.resources(digest, around)) {
      ObjectNode put = resource;
      if (resource.path("resourceType").asString("").equals(TYPE)) {
        said = new Said(resource.path("id").asString(""), Optional.of(resource), told);
        put = joined(study, row, resource);
      }
      // An earlier one, of the patient these images were said to be of before they were withdrawn.
      if (resource.path("resourceType").asString("").equals(TYPE)
          && !said.id.equals(row.resourceId())) {
        remove(study, row, writes);
      }
      String reference = put.path("resourceType").asString("") + "/" + put.path("id").asString("");
      if (put.path("resourceType").asString("").equals(TYPE)) {
        started = put.path("started").asString("");
      }
      if (OF_CONTENTS.contains(put.path("resourceType").asString(""))) {
        dated(put, started);
        told.add(reference);
      }
      writes.put(reference, Write.Put.of(put));
    }
    takeBack(row, told, writes);
    return to(row, State.SETTLED, said, Optional.of(digest));
  }

  /// What Structured Reports, segmentations and structure sets of the study say.
  private Map<String, ObjectNode> contents(
      Study study, Row row, List<Instance> instances, UnaryOperator<String> digest) {
    var surroundings =
        new Surroundings(
            row.uid(),
            digest,
            instances.stream().collect(Collectors.toMap(Instance::uid, Instance::seriesUid)),
            uid -> parts.table.find(study.name(), uid).isPresent());
    Map<String, ObjectNode> said = new HashMap<>();
    for (Instance instance : instances) {
      if (contents.reads(instance.attribute("SOPClassUID"))) {
        try {
          contents
              .of(parts.folder.path(instance.sha256()), surroundings)
              .ifPresent(content -> said.put(instance.uid(), content));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
          if (isOfTheNode(e)) {
            throw e;
          }
          // The message may quote what a report says; the rest of the study is told of.
          log.error(
              "study {}: what an instance says cannot be read: {}",
              study.name(),
              e.getClass().getName());
          said.put(instance.uid(), Contents.unread());
        }
      }
    }
    return said;
  }

  /// What was measured has the date of its images, also where a form told that date.
  private static void dated(ObjectNode resource, String started) {
    if (started.isEmpty() || started.equals(resource.path("effectiveDateTime").asString(""))) {
      return;
    }
    resource.put("effectiveDateTime", started);
    if (resource.get("extension") instanceof ArrayNode extensions) {
      for (int i = extensions.size() - 1; i >= 0; i--) {
        if (extensions.get(i).path("url").asString("").endsWith("/imputed-date")) {
          extensions.remove(i);
        }
      }
      if (extensions.isEmpty()) {
        resource.remove("extension");
      }
    }
  }

  /// Takes back what was made of reports that are here no longer, or say it no longer.
  private static void takeBack(Row row, Collection<String> stays, Map<String, Write> writes) {
    for (String reference : row.told()) {
      if (!stays.contains(reference)) {
        int slash = reference.indexOf('/');
        writes.put(
            reference,
            Write.Delete.of(reference.substring(0, slash), reference.substring(slash + 1)));
      }
    }
  }

  /// With what a form says of the same study, where one does.
  private ObjectNode joined(Study study, Row row, ObjectNode images) {
    String id = images.path("id").asString("");
    if (!parts.table.hasForm(joined(study), row.patient(), TYPE + "/" + id)) {
      return images;
    }
    Optional<ObjectNode> stored = parts.store.read(TYPE, id).flatMap(StoredResource::content);
    if (stored.isEmpty()) {
      return images;
    }
    ObjectNode form =
        row.resource()
            .map(before -> JoinedStudy.formPart(stored.get(), before))
            .orElseGet(() -> {
              ObjectNode plain = stored.get().deepCopy();
              plain.remove("meta");
              return plain;
            });
    return JoinedStudy.of(form, images);
  }

  private void remove(Study study, Row row, Map<String, Write> writes) {
    takeBack(row, List.of(), writes);
    if (row.resourceId().isEmpty()) {
      return;
    }
    String reference = TYPE + "/" + row.resourceId();
    Optional<ObjectNode> stored =
        parts.store.read(TYPE, row.resourceId()).flatMap(StoredResource::content);
    if (stored.isEmpty()) {
      return;
    }
    String patient =
        row.resource()
            .map(said -> said.path("subject").path("reference").asString(""))
            .orElse(row.patient());
    boolean form =
        parts.table.hasForm(joined(study), patient.substring(patient.indexOf('/') + 1), reference);
    if (form && row.resource().isPresent()) {
      writes.put(
          reference, Write.Put.of(JoinedStudy.withoutImages(stored.get(), row.resource().get())));
    } else if (!form) {
      writes.put(reference, Write.Delete.of(TYPE, row.resourceId()));
    }
  }
}
