package org.tessera.catalog.web;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tessera.catalog.Collection;
import org.tessera.catalog.DataVersion;
import org.tessera.catalog.Holdings;
import org.tessera.catalog.dataset.Datasets;
import org.tessera.catalog.description.Described;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.standard.Standards;

/// What search engines ask a site for first.
@RestController
final class Crawlers {
  private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

  private final CatalogSearch search;
  private final Standards standards;
  private final Datasets datasets;

  Crawlers(CatalogSearch search, Standards standards, Datasets datasets) {
    this.search = search;
    this.datasets = datasets;
    this.standards = standards;
  }

  /// Searches have endless addresses; the collections are all on the sitemap. RFC 9309.
  @GetMapping(path = "/robots.txt", produces = MediaType.TEXT_PLAIN_VALUE)
  String robots() {
    return """
    User-agent: *
    Disallow: /*?
    Disallow: /sign-in
    Disallow: /requests
    Sitemap: %s/sitemap.xml
    """
        .formatted(standards.base());
  }

  /// https://www.sitemaps.org/protocol.html
  @GetMapping(path = "/sitemap.xml", produces = MediaType.APPLICATION_XML_VALUE)
  String sitemap() throws XMLStreamException {
    Holdings holdings = search.holdings();
    DataVersion version = holdings.version();
    var text = new StringWriter();
    XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("urlset");
    xml.writeDefaultNamespace(NAMESPACE);
    address(xml, standards.base() + "/catalogue", version);
    for (Collection collection : holdings.collections()) {
      address(xml, standards.base() + "/catalogue/" + collection.id(), version);
    }
    for (Datasets.Dataset dataset : datasets.all()) {
      address(xml, standards.base() + "/catalogue/" + dataset.path(), version);
    }
    for (String holder : List.of("biobank", "network")) {
      for (Described one : search.descriptions().all(holder)) {
        String place = "/catalogue/" + holder + "s/" + one.id();
        address(xml, standards.base() + place, version);
      }
    }
    address(xml, standards.base() + "/cohorts", version);
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.close();
    return text.toString();
  }

  private static void address(XMLStreamWriter xml, String address, DataVersion version)
      throws XMLStreamException {
    xml.writeStartElement("url");
    element(xml, "loc", address);
    element(xml, "lastmod", version.day().toString());
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}
