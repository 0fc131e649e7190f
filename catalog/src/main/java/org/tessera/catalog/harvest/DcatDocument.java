package org.tessera.catalog.harvest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.eclipse.rdf4j.model.IRI;
import org.eclipse.rdf4j.model.Literal;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.Resource;
import org.eclipse.rdf4j.model.Statement;
import org.eclipse.rdf4j.model.Value;
import org.eclipse.rdf4j.model.impl.LinkedHashModel;
import org.eclipse.rdf4j.model.util.Values;
import org.eclipse.rdf4j.model.vocabulary.RDF;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFHandlerException;
import org.eclipse.rdf4j.rio.RDFParseException;
import org.eclipse.rdf4j.rio.RDFParser;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.helpers.AbstractRDFHandler;

/// A catalogue in DCAT-AP or HealthDCAT-AP, in Turtle.
final class DcatDocument {
  private static final int STATEMENTS_MAX = 300_000;
  private static final int DEPTH_MAX = 200;
  private static final int COLLECTIONS_MAX = 5_000;
  private static final String DCAT = "http://www.w3.org/ns/dcat#";
  private static final String DCT = "http://purl.org/dc/terms/";
  private static final String HEALTH = "http://healthdataportal.eu/ns/health#";
  private static final String FOAF = "http://xmlns.com/foaf/0.1/";
  private static final String COUNTRY = "/authority/country/";
  private static final String ACCESS = "/authority/access-right/";
  private static final String ICD = "ICD-10:";

  private final String source;
  private final Model graph;

  private DcatDocument(String source, Model graph) {
    this.source = source;
    this.graph = graph;
  }

  static List<Elsewhere> read(String source, URI address, byte[] turtle) throws Unreadable {
    var document = new DcatDocument(source, parsed(address, turtle));
    List<Elsewhere> all = new ArrayList<>();
    for (Resource dataset :
        document.graph.filter(null, RDF.TYPE, Values.iri(DCAT, "Dataset")).subjects()) {
      if (all.size() == COLLECTIONS_MAX) {
        break;
      }
      Elsewhere found = document.dataset(dataset);
      if (!found.name().isEmpty()) {
        all.add(found);
      }
    }
    if (all.isEmpty() && document.graph.isEmpty()) {
      throw new Unreadable("its document says nothing");
    }
    return all;
  }

  private static Model parsed(URI address, byte[] turtle) throws Unreadable {
    checkDepth(turtle);
    Model graph = new LinkedHashModel();
    RDFParser parser = Rio.createParser(RDFFormat.TURTLE);
    parser.setRDFHandler(
        new AbstractRDFHandler() {
          @Override
          public void handleStatement(Statement statement) {
            if (graph.size() >= STATEMENTS_MAX) {
              throw new RDFHandlerException("too many statements");
            }
            graph.add(statement);
          }
        });
    try {
      parser.parse(new ByteArrayInputStream(turtle), address.toString());
      return graph;
    } catch (IOException | RDFParseException e) {
      throw new Unreadable("what it sent is no Turtle");
    } catch (RDFHandlerException e) {
      throw new Unreadable("it sent more than " + STATEMENTS_MAX + " statements");
    }
  }

  /// The parser goes into brackets by calling itself.
  private static void checkDepth(byte[] turtle) throws Unreadable {
    int depth = 0;
    for (byte sign : turtle) {
      if (sign == '[' || sign == '(') {
        depth++;
      } else if (sign == ']' || sign == ')') {
        depth = Math.max(0, depth - 1);
      }
      if (depth > DEPTH_MAX) {
        throw new Unreadable("its document is nested too deeply");
      }
    }
  }

  private Elsewhere dataset(Resource dataset) {
    Stream<String> pages =
        Stream.concat(
            values(dataset, DCAT + "landingPage").map(Value::stringValue),
            dataset instanceof IRI ? Stream.of(dataset.stringValue()) : Stream.empty());
    return new Elsewhere(
        source,
        text(dataset, DCT + "title", Plain.NAME_MAX),
        text(dataset, DCT + "description", Plain.TEXT_MAX),
        pages.flatMap(page -> Plain.page(page).stream()).findFirst(),
        values(dataset, DCT + "publisher")
            .filter(Resource.class::isInstance)
            .map(publisher -> text((Resource) publisher, FOAF + "name", Plain.NAME_MAX))
            .findFirst()
            .orElse(""),
        all(dataset, DCAT + "keyword"),
        all(dataset, HEALTH + "hasCodeValues").stream()
            .filter(value -> value.startsWith(ICD))
            .map(value -> value.substring(ICD.length()).strip())
            .toList(),
        values(dataset, DCT + "spatial").flatMap(place -> country(place).stream()).toList(),
        values(dataset, DCT + "accessRights").flatMap(right -> access(right).stream()).findFirst(),
        number(dataset, HEALTH + "numberOfUniqueIndividuals"),
        number(dataset, HEALTH + "numberOfRecords"),
        day(dataset));
  }

  private static Optional<String> country(Value place) {
    String iri = place.stringValue();
    int at = iri.lastIndexOf(COUNTRY);
    String code = at < 0 ? "" : iri.substring(at + COUNTRY.length());
    return Stream.of(Locale.getISOCountries())
        .filter(alpha2 -> Locale.of("", alpha2).getISO3Country().equals(code))
        .findFirst();
  }

  private static Optional<String> access(Value right) {
    String iri = right.stringValue();
    int at = iri.lastIndexOf(ACCESS);
    return at < 0
        ? Optional.empty()
        : switch (iri.substring(at + ACCESS.length())) {
          case "PUBLIC" -> Optional.of("open");
          case "RESTRICTED" -> Optional.of("restricted");
          case "NON_PUBLIC" -> Optional.of("closed");
          default -> Optional.empty();
        };
  }

  private String day(Resource dataset) {
    String modified = text(dataset, DCT + "modified", Plain.NAME_MAX);
    return modified.matches("\\d{4}-\\d{2}-\\d{2}.*") ? modified.substring(0, 10) : "";
  }

  private OptionalLong number(Resource dataset, String property) {
    return values(dataset, property)
        .map(value -> Plain.number(value.stringValue()))
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  private List<String> all(Resource dataset, String property) {
    return values(dataset, property)
        .filter(Value::isLiteral)
        .map(value -> Plain.text(value.stringValue(), Plain.NAME_MAX))
        .filter(value -> !value.isEmpty())
        .distinct()
        .limit(Plain.VALUES_MAX)
        .toList();
  }

  /// A text, the English one where there are several.
  private String text(Resource subject, String property, int charactersMax) {
    List<Literal> literals =
        values(subject, property)
            .filter(Literal.class::isInstance)
            .map(Literal.class::cast)
            .toList();
    return literals.stream()
        .filter(literal -> literal.getLanguage().orElse("").startsWith("en"))
        .findFirst()
        .or(() -> literals.stream().findFirst())
        .map(literal -> Plain.text(literal.getLabel(), charactersMax))
        .orElse("");
  }

  private Stream<Value> values(Resource subject, String property) {
    return graph.filter(subject, Values.iri(property), null).objects().stream();
  }
}
