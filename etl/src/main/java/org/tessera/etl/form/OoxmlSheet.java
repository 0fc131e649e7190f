package org.tessera.etl.form;

import com.fasterxml.aalto.UncheckedStreamException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.tessera.dicom.Limited;

/// One sheet of an Excel workbook, read as a stream.
final class OoxmlSheet implements SheetReader {
  private final OoxmlContext context;
  private final OoxmlWorkbook.Listed listed;
  private final MergedCells merged;

  private OoxmlSheet(OoxmlContext context, OoxmlWorkbook.Listed listed, MergedCells merged) {
    this.context = context;
    this.listed = listed;
    this.merged = merged;
  }

  /// Opens a sheet and unpacks it once to its end, so that damage is found before a row is read.
  static OoxmlSheet open(OoxmlContext context, OoxmlWorkbook.Listed listed)
      throws IOException, Refusal {
    try (InputStream in = context.file().open(listed.part())) {
      return new OoxmlSheet(context, listed, MergedCells.scan(in));
    } catch (ZipException | EOFException | Limited.Exceeded broken) {
      throw damaged(broken);
    }
  }

  @Override
  public String name() {
    return listed.name();
  }

  @Override
  public boolean hidden() {
    return listed.hidden();
  }

  @Override
  public Table table(Layout form) throws IOException, Refusal {
    Header header = HeaderSearch.find(this, form);
    return new Table(this::forEachRow, form, header, context.decimal());
  }

  @Override
  public void forEachRow(RowHandler<SheetRow> handler) throws IOException, Refusal {
    MergedCells.Pass pass = merged.pass();
    try (InputStream in = context.file().open(listed.part())) {
      XMLStreamReader xml = OoxmlXml.reader(in);
      long row = 0;
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("row")) {
          // A row without a number follows the one before it.
          long number = OoxmlXml.attribute(xml, "r").map(Addresses::row).orElse(row + 1);
          row = Math.max(number, 1);
          SheetRow read = new OoxmlRow(context, row).read(xml);
          handler.row(pass.filled(read));
        }
      }
    } catch (XMLStreamException | UncheckedStreamException broken) {
      throw damaged(broken);
    }
  }

  private static Refusal damaged(Exception cause) {
    return OoxmlFile.refusal("a sheet of the workbook is damaged or incomplete", cause);
  }
}
