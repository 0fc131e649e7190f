package org.tessera.etl.form;

import com.fasterxml.aalto.UncheckedStreamException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// An Excel workbook as ECMA-376 defines it, Transitional or Strict, read as a stream. Of the
/// libraries the fastest reads Strict workbooks as empty and the other needs twenty times the file
/// in memory; both trust what a sheet says about its own size.
final class OoxmlWorkbook implements Workbook {
  private static final String OTHER =
      "open it in a spreadsheet program and save it as .xlsx (Excel workbook)";

  private final OoxmlFile file;
  private final List<SheetReader> sheets;

  private OoxmlWorkbook(OoxmlFile file, List<SheetReader> sheets) {
    this.file = file;
    this.sheets = List.copyOf(sheets);
  }

  static OoxmlWorkbook open(Path path, ReadingOptions options) throws IOException, Refusal {
    OoxmlFile file = new OoxmlFile(path);
    try {
      return new OoxmlWorkbook(file, sheets(file, options));
    } catch (XMLStreamException | UncheckedStreamException broken) {
      file.close();
      throw OoxmlFile.refusal("the workbook's table of contents is damaged", broken);
    } catch (Refusal | IOException | RuntimeException refused) {
      file.close();
      throw refused;
    }
  }

  private static List<SheetReader> sheets(OoxmlFile file, ReadingOptions options)
      throws IOException, Refusal, XMLStreamException {
    String main = mainPart(file);
    Map<String, Relation> relations = relations(file, main);
    var content = new Content(relations);
    try (InputStream in = file.open(main)) {
      content.read(OoxmlXml.reader(in));
    }
    var context = new OoxmlContext(file, content.from1904, options.decimal());
    context.styles(part(relations, "/styles"));
    context.strings(part(relations, "/sharedStrings"));
    var sheets = new ArrayList<SheetReader>();
    for (Listed listed : content.sheets) {
      sheets.add(OoxmlSheet.open(context, listed));
    }
    if (sheets.isEmpty()) {
      throw new Refusal.Empty("the workbook has no sheet of cells");
    }
    return sheets;
  }

  private static String mainPart(OoxmlFile file) throws IOException, Refusal, XMLStreamException {
    if (!file.has("_rels/.rels")) {
      throw new Refusal.NoWorkbook(
          file.has("mimetype")
              ? "the file is an OpenDocument, not an Excel workbook"
              : "the file is a packed archive, not a workbook",
          file.has("mimetype") ? OTHER : "unpack it and send the table itself");
    }
    String main = part(relations(file, ""), "/officeDocument").orElse("");
    if (main.endsWith(".bin")) {
      throw new Refusal.NoWorkbook("the file is a binary workbook (.xlsb)", OTHER);
    }
    if (!file.has(main) || main.startsWith("word/") || main.startsWith("ppt/")) {
      throw new Refusal.NoWorkbook("the file is an office document, not a workbook", OTHER);
    }
    return main;
  }

  /// @param type the last part of its type, as Strict and Transitional share it
  record Relation(String type, String part) {}

  /// A sheet as the workbook lists it.
  record Listed(String name, boolean hidden, String part) {}

  private static Optional<String> part(Map<String, Relation> relations, String type) {
    return relations.values().stream()
        .filter(relation -> relation.type().endsWith(type))
        .map(Relation::part)
        .findFirst();
  }

  private static Map<String, Relation> relations(OoxmlFile file, String part)
      throws IOException, Refusal, XMLStreamException {
    int slash = part.lastIndexOf('/') + 1;
    String path = part.substring(0, slash) + "_rels/" + part.substring(slash) + ".rels";
    var relations = new HashMap<String, Relation>();
    if (!file.has(path)) {
      return relations;
    }
    try (InputStream in = file.open(path)) {
      XMLStreamReader xml = OoxmlXml.reader(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT
            && xml.getLocalName().equals("Relationship")) {
          String target = OoxmlXml.attribute(xml, "Target").orElse("");
          relations.put(
              OoxmlXml.attribute(xml, "Id").orElse(""),
              new Relation(
                  OoxmlXml.attribute(xml, "Type").orElse(""),
                  resolved(part.substring(0, slash), target)));
        }
      }
    }
    return relations;
  }

  private static String resolved(String folder, String target) {
    try {
      String path = URI.create("/" + folder).resolve(target).getPath();
      return path == null ? "" : path.substring(1);
    } catch (IllegalArgumentException external) {
      return "";
    }
  }

  @Override
  public List<SheetReader> sheets() {
    return sheets;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /// What `workbook.xml` says.
  private static final class Content {
    private final Map<String, Relation> relations;
    private final List<Listed> sheets = new ArrayList<>();
    private boolean from1904;

    Content(Map<String, Relation> relations) {
      this.relations = relations;
    }

    void read(XMLStreamReader xml) throws XMLStreamException {
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT) {
          if (xml.getLocalName().equals("workbookPr")) {
            from1904 = OoxmlXml.truth(OoxmlXml.attribute(xml, "date1904"));
          } else if (xml.getLocalName().equals("sheet")) {
            sheet(xml);
          }
        }
      }
    }

    private void sheet(XMLStreamReader xml) {
      Relation relation = relations.get(OoxmlXml.qualified(xml, "id").orElse(""));
      // Chart sheets and macro sheets have no cells.
      if (relation != null && relation.type().endsWith("/worksheet")) {
        String state = OoxmlXml.attribute(xml, "state").orElse("visible");
        sheets.add(
            new Listed(
                OoxmlXml.attribute(xml, "name").orElse(""),
                !state.equals("visible"),
                relation.part()));
      }
    }
  }
}
