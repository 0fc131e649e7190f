package org.tessera.catalog.standard;

import org.eclipse.rdf4j.model.IRI;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.Resource;
import org.eclipse.rdf4j.model.Value;
import org.eclipse.rdf4j.model.impl.SimpleValueFactory;
import org.eclipse.rdf4j.model.util.Values;
import org.eclipse.rdf4j.model.vocabulary.RDF;

/// A subject of a graph and what is said of it.
///
/// @param language of its texts, as BCP 47 has it
record Subject(Model graph, Resource id, String language) {
  /// The subject, told of which type it is.
  static Subject of(Model graph, Resource id, String type, String language) {
    graph.add(id, RDF.TYPE, Terms.term(type));
    return new Subject(graph, id, language);
  }

  void add(String property, Value value) {
    graph.add(id, Terms.term(property), value);
  }

  void link(String property, String address) {
    add(property, Values.iri(address));
  }

  void text(String property, String text) {
    add(property, SimpleValueFactory.getInstance().createLiteral(text, language));
  }

  /// A text of the product's own, which is English whatever the language of the node's texts.
  void english(String property, String text) {
    add(property, SimpleValueFactory.getInstance().createLiteral(text, "en"));
  }

  void value(String property, String lexical, String datatype) {
    IRI type = Terms.term(datatype);
    add(property, SimpleValueFactory.getInstance().createLiteral(lexical, type));
  }

  /// Another subject without a name of its own, which this one points to.
  Subject inner(String property, String type) {
    Resource node = Values.bnode();
    add(property, node);
    return of(graph, node, type, language);
  }
}
