package org.tessera.fhir.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A Bundle for an answer, put together without parsing the resources in it.
public final class ResourceBundle implements AnswerBody {
  private static final byte[] ENTRIES = ",\"entry\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] RESOURCE = "\"resource\":".getBytes(StandardCharsets.UTF_8);

  private final ObjectNode head = FhirJson.newObject();
  private final ArrayNode links = head.arrayNode();
  private final List<Entry> entries = new ArrayList<>();

  /// @param shell the entry without its resource
  private record Entry(ObjectNode shell, @Nullable AnswerBody resource) {}

  /// @param type such as `searchset`
  public ResourceBundle(String type) {
    head.put("resourceType", "Bundle").put("type", type);
  }

  /// Says how many matches there are on all pages.
  public void total(long matches) {
    head.put("total", matches);
  }

  public void link(String relation, String url) {
    links.addObject().put("relation", relation).put("url", url);
  }

  /// Adds a stored resource found by a search.
  ///
  /// @param mode `match` or `include`
  public void found(String base, StoredResource resource, String mode) {
    ObjectNode shell = FhirJson.newObject();
    shell.put("fullUrl", base + "/" + resource.type() + "/" + resource.id());
    entry(shell, new AnswerBody.Stored(resource)).putObject("search").put("mode", mode);
  }

  /// Adds an OperationOutcome to a search's answer.
  public void outcome(ObjectNode outcome) {
    entry(FhirJson.newObject(), new AnswerBody.Tree(outcome))
        .putObject("search")
        .put("mode", "outcome");
  }

  /// Adds an entry.
  ///
  /// @return the shell, for what is to stand beside the resource
  ObjectNode entry(ObjectNode shell, @Nullable AnswerBody resource) {
    entries.add(new Entry(shell, resource));
    return shell;
  }

  @Override
  public ObjectNode tree() {
    ObjectNode bundle = finished();
    ArrayNode list = bundle.arrayNode();
    for (Entry entry : entries) {
      ObjectNode whole = FhirJson.newObject();
      whole.setAll(entry.shell());
      if (entry.resource() != null) {
        whole.set("resource", entry.resource().tree());
      }
      list.add(whole);
    }
    if (!list.isEmpty()) {
      bundle.set("entry", list);
    }
    return bundle;
  }

  @Override
  public void writeJson(OutputStream out) throws IOException {
    byte[] start = FhirJson.write(finished());
    out.write(start, 0, start.length - 1);
    if (!entries.isEmpty()) {
      out.write(ENTRIES);
      for (int i = 0; i < entries.size(); i++) {
        if (i > 0) {
          out.write(',');
        }
        write(entries.get(i), out);
      }
      out.write(']');
    }
    out.write('}');
  }

  private static void write(Entry entry, OutputStream out) throws IOException {
    byte[] shell = FhirJson.write(entry.shell());
    if (entry.resource() == null) {
      out.write(shell);
      return;
    }
    out.write(shell, 0, shell.length - 1);
    if (!entry.shell().isEmpty()) {
      out.write(',');
    }
    out.write(RESOURCE);
    entry.resource().writeJson(out);
    out.write('}');
  }

  private ObjectNode finished() {
    ObjectNode bundle = FhirJson.newObject();
    bundle.setAll(head);
    if (!links.isEmpty()) {
      bundle.set("link", links);
    }
    return bundle;
  }
}
