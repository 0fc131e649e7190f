package org.tessera.fhir.structure;

import java.io.StringReader;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The XHTML of a narrative: well-formed, formatting only, nothing that a browser would run.
/// https://hl7.org/fhir/R4/narrative.html#xhtml
final class Narrative {
  private static final XMLInputFactory FACTORY = XmlInput.factory();
  private static final Set<String> ALLOWED =
      Set.of(
          ("p br div h1 h2 h3 h4 h5 h6 hr blockquote pre ul ol li dl dt dd a abbr acronym address b"
                  + " big bdo cite code col colgroup caption del dfn em i img ins kbd map area q s"
                  + " samp small span strike strong sub sup table tbody td tfoot th thead tr tt u"
                  + " var center font nobr")
              .split(" "));

  /// Names HTML knows and XML does not.
  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("nbsp", "&#160;"),
          Map.entry("copy", "&#169;"),
          Map.entry("reg", "&#174;"),
          Map.entry("deg", "&#176;"),
          Map.entry("plusmn", "&#177;"),
          Map.entry("micro", "&#181;"),
          Map.entry("times", "&#215;"),
          Map.entry("ndash", "&#8211;"),
          Map.entry("mdash", "&#8212;"),
          Map.entry("lsquo", "&#8216;"),
          Map.entry("rsquo", "&#8217;"),
          Map.entry("ldquo", "&#8220;"),
          Map.entry("rdquo", "&#8221;"),
          Map.entry("bull", "&#8226;"),
          Map.entry("hellip", "&#8230;"),
          Map.entry("trade", "&#8482;"),
          Map.entry("rarr", "&#8594;"),
          Map.entry("le", "&#8804;"),
          Map.entry("ge", "&#8805;"));

  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]+");
  private static final String XHTML = "http://www.w3.org/1999/xhtml";
  private static final Pattern ENTITY = Pattern.compile("&([a-zA-Z]+);");

  private Narrative() {}

  static boolean isSafe(String text) {
    if (!Lexical.isText(text)) {
      return false;
    }
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(asXml(text)));
      boolean first = true;
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          if ((first && !reader.getLocalName().equals("div")) || !isHarmless(reader)) {
            return false;
          }
          first = false;
        } else if (event == XMLStreamConstants.DTD
            || event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
          return false;
        }
      }
      return !first;
    } catch (XMLStreamException _) {
      return false;
    }
  }

  private static boolean isHarmless(XMLStreamReader reader) {
    String namespace = reader.getNamespaceURI();
    boolean xhtml = namespace == null || namespace.isEmpty() || namespace.equals(XHTML);
    if (!xhtml || !ALLOWED.contains(reader.getLocalName())) {
      return false;
    }
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String name = reader.getAttributeLocalName(i).toLowerCase(Locale.ROOT);
      // A browser does not see line ends inside an address.
      String value = BLANK.matcher(reader.getAttributeValue(i)).replaceAll("");
      value = value.toLowerCase(Locale.ROOT);
      if (name.startsWith("on")
          || value.startsWith("javascript:")
          || value.startsWith("data:text")) {
        return false;
      }
    }
    return true;
  }

  /// The same narrative for an XML document, which knows fewer entities.
  static String asXml(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    Matcher entity = ENTITY.matcher(text);
    return entity.replaceAll(
        found -> Matcher.quoteReplacement(ENTITIES.getOrDefault(found.group(1), found.group())));
  }
}
