package org.tessera.dicom.model;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Element;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Value;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Makes elements of what either model says of them.
final class ModelElements {
  private final BulkValues bulk;

  ModelElements(BulkValues bulk) {
    this.bulk = bulk;
  }

  static int tag(String hex) throws Broken {
    if (!hex.matches("[0-9A-Fa-f]{8}")) {
      throw new Broken("a tag has eight hexadecimal digits");
    }
    return Integer.parseUnsignedInt(hex, 16);
  }

  static Vr vr(String letters) throws Broken {
    return Vr.of(letters).orElseThrow(() -> new Broken("an unknown value representation"));
  }

  static Element items(int tag, List<DataSet> items) {
    return SequenceElement.of(tag, items);
  }

  static Element inline(int tag, Vr vr, String base64) throws Broken {
    try {
      return ValueElement.of(tag, vr, Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      throw new Broken("inline binary that is no base 64");
    }
  }

  Element linked(int tag, Vr vr, String uri) throws Broken {
    try {
      Optional<Value> value = bulk.fetch(URI.create(uri));
      return value
          .<Element>map(found -> ValueElement.of(tag, vr, found))
          .orElseGet(() -> ValueElement.of(tag, vr, new byte[0]));
    } catch (IllegalArgumentException _) {
      throw new Broken("a bulk data address that is none");
    }
  }

  /// Puts an element of printed values; empty ones are empty strings.
  static void values(DataSetEdit edit, int tag, Vr vr, List<String> values) throws Broken {
    if (vr.isNumber()) {
      edit.put(ValueElement.of(tag, vr, ElementText.bytes(vr, values)));
      return;
    }
    if (!vr.isText()) {
      throw new Broken(vr + " has no printed values");
    }
    try {
      edit.put(tag, vr, values.toArray(String[]::new));
    } catch (IllegalArgumentException _) {
      throw new Broken(Tag.format(tag) + " has characters its representation does not");
    }
  }
}
