package org.tessera.fhir.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.tessera.fhir.store.Commit;
import org.tessera.fhir.store.Commit.Effect;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// A bundle whose writes happen together or not at all, in whatever order they stand; its reads see
/// their result. https://hl7.org/fhir/R4/http.html#trules
final class TransactionInteraction {
  private final RestWriter writer;
  private final Conditions conditions;
  private final UpdateInteraction update;
  private final PatchInteraction patch;

  TransactionInteraction(
      RestWriter writer, Conditions conditions, UpdateInteraction update, PatchInteraction patch) {
    this.writer = writer;
    this.conditions = conditions;
    this.update = update;
    this.patch = patch;
  }

  /// @throws Refusal naming the entry that cannot be done; then nothing is done
  ResourceBundle run(
      FhirRequest request, List<BundleEntry> entries, Router router, EntryTrail trail) {
    List<String> keys = new ArrayList<>();
    for (BundleEntry entry : entries) {
      inEntry(entry, () -> request.caller().requireRight(entry.method(), entry.path()));
      if (!entry.isRead()) {
        if (entry.isOperation()) {
          throw BundleEntry.wrong(
              entry.number(), "in a transaction an operation is called by GET only");
        }
        entry.requireWrite();
        condition(entry).ifPresent(text -> keys.add(Conditions.key(entry.type(), text)));
      }
    }
    Run run = new Run(request, entries, trail);
    return conditions.alone(keys, () -> run.finish(router));
  }

  private static Optional<String> condition(BundleEntry entry) {
    return entry.method().equals("POST")
        ? entry.header("ifNoneExist")
        : Optional.of(entry.query()).filter(query -> !query.isEmpty());
  }

  /// One transaction on its way.
  private final class Run {
    private final FhirRequest request;
    private final List<BundleEntry> entries;
    private final EntryTrail trail;
    private final NewIds ids;
    private final Addresses addresses = new Addresses();
    private final List<Write> writes = new ArrayList<>();

    /// Entry number → position of its write.
    private final Map<Integer, Integer> writeOf = new HashMap<>();

    /// Entry number → what a conditional create found.
    private final Map<Integer, StoredResource> found = new HashMap<>();

    Run(FhirRequest request, List<BundleEntry> entries, EntryTrail trail) {
      this.request = request;
      this.entries = entries;
      this.trail = trail;
      ids = NewIds.of(request);
    }

    ResourceBundle finish(Router router) {
      for (BundleEntry entry : entries) {
        if (!entry.isRead()) {
          inEntry(entry, () -> place(entry));
        }
      }
      var rewriter = new ReferenceRewriter(addresses, conditions, request.base());
      for (BundleEntry entry : entries) {
        Integer write = writeOf.get(entry.number());
        if (write != null && RestWriter.content(writes.get(write)).isPresent()) {
          inEntry(entry, () -> rewriter.rewriteAll(RestWriter.content(writes.get(write)).get()));
        }
      }
      Commit commit = writer.commit(writes);
      var bundle = new ResourceBundle("transaction-response");
      for (BundleEntry entry : entries) {
        answer(bundle, entry, commit, router);
      }
      return bundle;
    }

    private void place(BundleEntry entry) {
      switch (entry.method()) {
        case "POST" -> create(entry);
        case "PUT" -> {
          ObjectNode resource = entry.resource().orElseThrow();
          Write write;
          if (entry.id().isEmpty()) {
            write =
                update.write(
                    resource, conditions.find(entry.type(), entry.query(), request.base()), ids);
          } else {
            UpdateInteraction.requireId(resource, entry.id());
            write = Write.Put.of(resource);
          }
          add(entry, UpdateInteraction.expecting(write, expected(entry)));
        }
        case "PATCH" -> {
          String id = target(entry).orElseThrow(PatchInteraction::nothingToPatch);
          Content content = PatchInteraction.content(entry.resource().orElseThrow());
          add(entry, patch.write(entry.type(), id, content, expected(entry)));
        }
        default ->
            target(entry)
                .ifPresent(id -> add(entry, new Write.Delete(entry.type(), id, expected(entry))));
      }
    }

    private Optional<String> target(BundleEntry entry) {
      return entry.id().isEmpty()
          ? conditions.find(entry.type(), entry.query(), request.base())
          : Optional.of(entry.id());
    }

    private OptionalLong expected(BundleEntry entry) {
      return VersionTag.expected(entry.header("ifMatch"), entry.header("ifNoneMatch"));
    }

    private void create(BundleEntry entry) {
      Optional<StoredResource> existing =
          entry
              .header("ifNoneExist")
              .flatMap(condition -> conditions.find(entry.type(), condition, request.base()))
              .flatMap(id -> writer.store().read(entry.type(), id));
      if (existing.isPresent()) {
        found.put(entry.number(), existing.get());
        addresses.add(entry, existing.get().id());
      } else {
        add(entry, ids.create(entry.resource().orElseThrow()));
      }
    }

    private void add(BundleEntry entry, Write write) {
      addresses.add(entry, write.id());
      RestWriter.content(write).ifPresent(resource -> addresses.addContent(entry.type(), resource));
      writeOf.put(entry.number(), writes.size());
      writes.add(write);
    }

    private void answer(ResourceBundle bundle, BundleEntry entry, Commit commit, Router router) {
      if (entry.isRead()) {
        Answer answer = read(entry, router);
        trail.add(entry, answer.status());
        EntryAnswer.add(bundle, answer, request.base());
        return;
      }
      trail.add(entry, 200);
      Integer write = writeOf.get(entry.number());
      StoredResource existing = found.get(entry.number());
      boolean wantsMore = !request.prefersReturn().isEmpty() && !isMinimal();
      if (existing != null) {
        EntryAnswer.add(bundle, writer.located(request, 200, existing), request.base());
      } else if (write == null || commit.outcomes().get(write).effect() == Effect.DELETED) {
        EntryAnswer.add(bundle, Answer.of(204), request.base());
      } else if (wantsMore && commit.outcomes().get(write).version() > 0) {
        Answer answer = writer.written(request, commit.outcomes().get(write));
        EntryAnswer.add(bundle, answer, request.base());
      } else {
        written(bundle, commit.outcomes().get(write), commit);
      }
    }

    private boolean isMinimal() {
      return request.prefersReturn().equals("minimal");
    }

    private void written(ResourceBundle bundle, Commit.Outcome done, Commit commit) {
      ObjectNode response = bundle.entry(FhirJson.newObject(), null).putObject("response");
      if (done.version() == 0 || resourceGone(done)) {
        response.put("status", EntryAnswer.status(204));
        return;
      }
      boolean created = done.effect() == Effect.CREATED;
      response.put("status", EntryAnswer.status(created ? 201 : 200));
      response.put("location", done.type() + "/" + done.id() + "/_history/" + done.version());
      response.put("etag", VersionTag.of(done.version()));
      if (done.effect() != Effect.UNCHANGED) {
        response.put("lastModified", commit.at().toString());
      }
    }

    private boolean resourceGone(Commit.Outcome done) {
      return done.effect() == Effect.DELETED;
    }

    private Answer read(BundleEntry entry, Router router) {
      try {
        return EntryAnswer.requireResource(router.answer(entry.asRequest(request)));
      } catch (RuntimeException e) {
        return Answer.of(Failures.translate(e).inEntry(entry.number()));
      }
    }
  }

  private static void inEntry(BundleEntry entry, Runnable act) {
    try {
      act.run();
    } catch (Refusal e) {
      throw e.inEntry(entry.number());
    }
  }
}
