package org.tessera.dicom.model;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.DataSet;

/// The Native DICOM Model of PS3.19 annex A.
public final class DicomXml {
  private DicomXml() {}

  /// Writes a data set as an XML document; group lengths are left out. Text with characters XML
  /// does not have goes as inline binary, in UTF-8.
  ///
  /// @throws IOException when `out` fails, or a value left in its file can no longer be read
  /// @throws IllegalArgumentException when encapsulated pixel data has no link
  public static void write(DataSet dataSet, BulkLinks links, Writer out) throws IOException {
    try {
      var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      new XmlWriter(links, xml).write(dataSet);
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  /// Reads a document. Nothing outside of it is fetched but through `values`; document types are
  /// refused.
  public static ModelReading read(Reader in, BulkValues values) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      try {
        DataSet read = new XmlReader(xml, values).read();
        return new ModelReading.DataSets(List.of(read.within(CharacterSet.DEFAULT)));
      } catch (Broken e) {
        return new ModelReading.Refused(xml.getLocation().getCharacterOffset(), e.reason());
      }
    } catch (XMLStreamException e) {
      int offset = e.getLocation() == null ? 0 : e.getLocation().getCharacterOffset();
      return new ModelReading.Refused(offset, "no well-formed XML");
    }
  }
}
