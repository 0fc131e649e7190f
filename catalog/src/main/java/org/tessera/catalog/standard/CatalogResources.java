package org.tessera.catalog.standard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Keeps what people describe as MIABIS on FHIR in the FHIR store, under an owner of its own:
/// nobody else changes these resources, and what is described no longer goes.
///
/// They are written when the descriptions or the numbers everybody may know have changed; content
/// that is the same makes no version, so the entries this adds to the log lead to no others.
public final class CatalogResources implements AutoCloseable {
  /// Whose these resources are.
  public static final String OWNER = "catalogue";

  /// The id of the List of all of them.
  static final String LIST = "miabis-catalogue";

  private static final Logger log = LoggerFactory.getLogger(CatalogResources.class);
  private static final long LOOK_SECONDS = 30;

  /// While data come in, numbers are written at most this often.
  private static final int LOOKS_WAITED_MAX = 10;

  private final CatalogSearch search;
  private final Standards standards;
  private final ResourceStore store;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("catalogue-resources").factory());
  private @Nullable Seen written;
  private @Nullable Seen last;
  private int waited;

  /// What the resources are made of.
  private record Seen(DataVersion version, Descriptions descriptions) {}

  public CatalogResources(CatalogSearch search, Standards standards, ResourceStore store) {
    this.search = search;
    this.standards = standards;
    this.store = store;
  }

  /// Looks for changes from now on.
  public void start() {
    var _ = clock.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void look() {
    try {
      var now = new Seen(search.version(), search.descriptions());
      boolean quiet = now.equals(last) || ++waited >= LOOKS_WAITED_MAX;
      last = now;
      if (!now.equals(written) && quiet) {
        waited = 0;
        write();
        written = now;
      }
    } catch (RuntimeException e) {
      log.warn("the catalogue's FHIR resources could not be written: {}", e.toString());
    }
  }

  /// Brings the store to what the catalogue says now.
  public void write() {
    List<ObjectNode> resources = standards.miabis(search.holdings().collections());
    Set<String> gone = listed();
    if (resources.isEmpty() && gone.isEmpty()) {
      return;
    }
    List<Write> writes = new ArrayList<>();
    for (ObjectNode resource : resources) {
      writes.add(Write.Put.of(resource));
      gone.remove(Miabis.reference(resource));
    }
    for (String reference : gone) {
      String[] parts = reference.split("/", 2);
      writes.add(Write.Delete.of(parts[0], parts[1]));
    }
    writes.add(Write.Put.of(list(resources)));
    store.commit(new Transaction(OWNER, writes));
  }

  /// What was written the last time.
  private Set<String> listed() {
    Set<String> references = new LinkedHashSet<>();
    store
        .read("List", LIST)
        .filter(stored -> stored.owner().equals(OWNER))
        .flatMap(stored -> stored.content())
        .ifPresent(list -> {
          for (JsonNode entry : list.path("entry")) {
            references.add(entry.path("item").path("reference").asString(""));
          }
        });
    return references;
  }

  private static ObjectNode list(List<ObjectNode> resources) {
    ObjectNode list = JsonMapper.shared().createObjectNode();
    list.put("resourceType", "List").put("id", LIST);
    list.put("status", "current").put("mode", "working");
    list.put("title", "Networks, biobanks and collections of this catalogue");
    resources.forEach(resource ->
        list.withArray("entry")
            .addObject()
            .putObject("item")
            .put("reference", Miabis.reference(resource)));
    return list;
  }
}
