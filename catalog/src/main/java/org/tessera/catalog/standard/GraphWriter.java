package org.tessera.catalog.standard;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.rdf4j.model.BNode;
import org.eclipse.rdf4j.model.IRI;
import org.eclipse.rdf4j.model.Literal;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.Resource;
import org.eclipse.rdf4j.model.Value;
import org.eclipse.rdf4j.model.vocabulary.RDF;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.WriterConfig;
import org.eclipse.rdf4j.rio.helpers.BasicWriterSettings;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a graph: as Turtle (https://www.w3.org/TR/turtle/), or as JSON-LD in its flattened form
/// (https://www.w3.org/TR/json-ld11/#flattened-document-form), which needs no processor.
final class GraphWriter {
  private GraphWriter() {}

  static String turtle(Model graph) {
    Terms.namespaces().forEach(graph::setNamespace);
    var text = new StringWriter();
    Rio.write(
        graph,
        text,
        RDFFormat.TURTLE,
        new WriterConfig().set(BasicWriterSettings.INLINE_BLANK_NODES, true));
    return text.toString();
  }

  static ObjectNode jsonLd(Model graph) {
    ObjectNode document = JsonMapper.shared().createObjectNode();
    ObjectNode context = document.putObject("@context");
    Terms.namespaces().forEach(context::put);
    ArrayNode subjects = document.putArray("@graph");
    Map<Resource, String> names = new HashMap<>();
    for (Resource subject : graph.subjects()) {
      ObjectNode node = subjects.addObject().put("@id", name(subject, names));
      for (Value type : graph.filter(subject, RDF.TYPE, null).objects()) {
        node.withArray("@type").add(compact((IRI) type));
      }
      for (IRI property : graph.filter(subject, null, null).predicates()) {
        if (!property.equals(RDF.TYPE)) {
          ArrayNode values = node.withArray(compact(property));
          graph
              .filter(subject, property, null)
              .objects()
              .forEach(value -> add(values, value, names));
        }
      }
    }
    return document;
  }

  private static void add(ArrayNode values, Value value, Map<Resource, String> names) {
    ObjectNode node = values.addObject();
    if (value instanceof Literal literal) {
      node.put("@value", literal.getLabel());
      literal
          .getLanguage()
          .ifPresentOrElse(
              language -> node.put("@language", language),
              () -> node.put("@type", compact(literal.getDatatype())));
    } else {
      node.put("@id", name((Resource) value, names));
    }
  }

  /// Blank nodes are numbered, so that the same graph is the same document.
  private static String name(Resource resource, Map<Resource, String> names) {
    return resource instanceof BNode
        ? names.computeIfAbsent(resource, _ -> "_:b" + names.size())
        : resource.stringValue();
  }

  private static String compact(IRI iri) {
    return Terms.namespaces().entrySet().stream()
        .filter(entry -> entry.getValue().equals(iri.getNamespace()))
        .map(entry -> entry.getKey() + ":" + iri.getLocalName())
        .findFirst()
        .orElse(iri.stringValue());
  }
}
