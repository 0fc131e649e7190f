package org.tessera.fhir.packages;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.tessera.fhir.packages.PackageTable.Brought;
import org.tessera.fhir.store.Commit;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.fhir.store.Transaction;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// Puts a package's definitions into the store, a few hundred at a time; a try that was broken off
/// is made again and finds what it had done.
final class PackageWriter implements PackageFile.Taker {
  private static final int RESOURCES_PER_COMMIT = 200;
  private static final int ID_LENGTH_MAX = 64;
  private static final int MARK_LENGTH = 9;

  private final String name;
  private final String owner;
  private final ResourceStore store;
  private final PackageTable table;
  private final Map<String, Brought> former = new HashMap<>();
  private final Set<String> kept = new HashSet<>();
  private final List<Write> writes = new ArrayList<>();
  private final List<Brought> brought = new ArrayList<>();
  private final Map<Commit.Effect, Integer> effects = new EnumMap<>(Commit.Effect.class);

  PackageWriter(String name, ResourceStore store, PackageTable table) {
    this.name = name;
    this.owner = PackageImports.OWNER + name;
    this.store = store;
    this.table = table;
    table.brought(name).forEach(each -> former.put(each.type() + "/" + each.id(), each));
  }

  @Override
  public void take(String entry, ObjectNode resource) {
    String type = resource.path("resourceType").asString("");
    if (!PackageFile.TAKEN.contains(type)) {
      return;
    }
    String url = resource.path("url").asString("");
    resource.put("id", id(type, resource.path("id").asString(""), url, resource));
    writes.add(Write.Put.of(resource));
    brought.add(new Brought(type, resource.path("id").asString(""), url));
    if (writes.size() >= RESOURCES_PER_COMMIT) {
      flush();
    }
  }

  /// Its own id, unless somebody else's resource has it.
  private String id(String type, String own, String url, ObjectNode resource) {
    String mark = DigestUtils.sha256Hex(url + "|" + resource.path("version").asString(""));
    String unique = "-" + mark.substring(0, MARK_LENGTH - 1);
    String id = own.matches("[A-Za-z0-9.-]{1,64}") ? own : "definition" + unique;
    Optional<StoredResource> there = store.read(type, id);
    boolean free = there.isEmpty() || there.get().owner().equals(owner);
    if (free && kept.add(type + "/" + id)) {
      return id;
    }
    String other = id.substring(0, Math.min(id.length(), ID_LENGTH_MAX - MARK_LENGTH)) + unique;
    kept.add(type + "/" + other);
    return other;
  }

  /// Writes the rest, and takes out what only a former version brought.
  void finish() {
    flush();
    List<Brought> gone = new ArrayList<>();
    former.forEach((key, each) -> {
      if (!kept.contains(key)) {
        gone.add(each);
      }
    });
    for (int from = 0; from < gone.size(); from += RESOURCES_PER_COMMIT) {
      List<Brought> some = gone.subList(from, Math.min(gone.size(), from + RESOURCES_PER_COMMIT));
      List<Write> deletes = new ArrayList<>();
      some.forEach(each -> deletes.add(Write.Delete.of(each.type(), each.id())));
      count(store.commit(new Transaction(owner, deletes)));
      table.remove(some);
    }
    table.complete(name);
  }

  private void flush() {
    if (!writes.isEmpty()) {
      // Named before they are there: what is named and was never written is written again.
      table.add(name, brought);
      count(store.commit(new Transaction(owner, List.copyOf(writes))));
      writes.clear();
      brought.clear();
    }
  }

  private void count(Commit commit) {
    commit.outcomes().forEach(each -> effects.merge(each.effect(), 1, Integer::sum));
  }

  int count(Commit.Effect effect) {
    return effects.getOrDefault(effect, 0);
  }
}
