package org.tessera.catalog.web;

import java.util.List;
import org.tessera.catalog.harvest.Elsewhere;
import org.tessera.catalog.harvest.Harvested;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was read of other catalogues, as JSON.
final class ElsewhereFile {
  private ElsewhereFile() {}

  static String of(List<Harvested> sources) {
    ObjectNode tree = JsonMapper.shared().createObjectNode();
    ArrayNode all = tree.putArray("catalogues");
    for (Harvested source : sources) {
      ObjectNode one = all.addObject().put("name", source.source().name());
      one.put("address", source.source().address().toString());
      source.at().ifPresent(at -> one.put("read", at.toString()));
      if (!source.problem().isEmpty()) {
        one.put("problem", source.problem());
      }
      ArrayNode collections = one.putArray("collections");
      source.collections().forEach(collection -> collection(collections.addObject(), collection));
    }
    return tree.toPrettyString() + "\n";
  }

  private static void collection(ObjectNode node, Elsewhere one) {
    node.put("name", one.name());
    node.put("description", one.description());
    one.page().ifPresent(page -> node.put("page", page));
    node.put("holder", one.holder());
    list(node, "keywords", one.keywords());
    list(node, "codes", one.codes());
    list(node, "countries", one.countries());
    one.access().ifPresent(access -> node.put("access", access));
    one.patients().ifPresent(patients -> node.put("patients", patients));
    one.studies().ifPresent(studies -> node.put("studies", studies));
    node.put("modified", one.modified());
  }

  private static void list(ObjectNode node, String name, List<String> values) {
    ArrayNode array = node.putArray(name);
    values.forEach(array::add);
  }
}
