package org.tessera.dicom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Value;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// The JSON and XML models: what is printed is read again as it was meant.
class ModelTest {
  private static DataSet example() {
    DataSet item =
        DataSet.EMPTY
            .edit()
            .put(0x00081150, Vr.UI, "1.2.3")
            .put(0x00081155, Vr.UI, "1.2.4")
            .build();
    return DataSet.EMPTY
        .edit()
        .put(Tag.SpecificCharacterSet, Vr.CS, "ISO_IR 192")
        .put(0x00080008, Vr.CS, "ORIGINAL", "", "AXIAL")
        .put(Tag.PatientName, Vr.PN, "Wang^XiaoDong=王^小東")
        .put(Tag.PatientID, Vr.LO, "a \"quoted\" \u00e9")
        .put(0x00104000, Vr.LT, "two\r\nlines \\ here")
        .put(0x00180050, Vr.DS, "1.00", "-2.5e3")
        .put(0x00200013, Vr.IS, "+7")
        .put(ValueElement.of(Tag.Rows, Vr.US, new byte[] {0, 2}))
        .put(ValueElement.of(0x00189087, Vr.FD, new byte[] {0, 0, 0, 0, 0, 0, -8, 127}))
        .put(ValueElement.of(0x00280009, Vr.AT, new byte[] {0x18, 0, 0x63, 0x10}))
        .put(ValueElement.of(0x00420011, Vr.OB, new byte[] {1, 2, 3, 4}))
        .put(Tag.StudyID, Vr.SH)
        .put(SequenceElement.of(0x00081140, List.of(item, DataSet.EMPTY)))
        .build();
  }

  private static DataSet only(ModelReading reading) {
    return switch (reading) {
      case ModelReading.DataSets read -> read.all().getFirst();
      case ModelReading.Refused refused ->
          throw new AssertionError(refused.offset() + ": " + refused.reason());
    };
  }

  private static String xml(DataSet dataSet, BulkLinks links) {
    var out = new StringWriter();
    try {
      DicomXml.write(dataSet, links, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  @Test
  void json_is_as_the_standard_prints_it() {
    String json = DicomJson.write(example(), BulkLinks.NONE);
    assertThat(json)
        .contains("\"00080008\":{\"vr\":\"CS\",\"Value\":[\"ORIGINAL\",null,\"AXIAL\"]}")
        .contains(
            "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Wang^XiaoDong\",\"Ideographic\":\"王^小東\"}]}")
        .contains("\"00180050\":{\"vr\":\"DS\",\"Value\":[1.00,-2.5e3]}")
        .contains("\"00200013\":{\"vr\":\"IS\",\"Value\":[\"+7\"]}")
        .contains("\"00280010\":{\"vr\":\"US\",\"Value\":[512]}")
        .contains("\"00280009\":{\"vr\":\"AT\",\"Value\":[\"00181063\"]}")
        .contains("\"00420011\":{\"vr\":\"OB\",\"InlineBinary\":\"AQIDBA==\"}")
        .contains("\"00200010\":{\"vr\":\"SH\"}")
        .contains("{\"00081150\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]}");
  }

  @Test
  void json_comes_back_as_it_was() {
    String json = DicomJson.write(example(), BulkLinks.NONE);
    DataSet again = only(DicomJson.read(json, BulkValues.NONE));
    assertThat(DicomJson.write(again, BulkLinks.NONE)).isEqualTo(json);
    assertThat(again.strings(0x00180050)).containsExactly("1.00", "-2.5e3");
    assertThat(again.string(0x00104000)).contains("two\r\nlines \\ here");
    assertThat(again.sequence(0x00081140).getFirst().string(0x00081155)).contains("1.2.4");
  }

  @Test
  void xml_comes_back_as_it_was() {
    String xml = xml(example(), BulkLinks.NONE);
    DataSet again = only(DicomXml.read(new StringReader(xml), BulkValues.NONE));
    assertThat(DicomJson.write(again, BulkLinks.NONE))
        .isEqualTo(DicomJson.write(example(), BulkLinks.NONE));
    assertThat(xml)
        .contains("keyword=\"PatientName\"")
        .contains("<FamilyName>王</FamilyName>")
        .contains("<Value number=\"1\">1.00</Value>");
  }

  @Test
  void values_may_stand_elsewhere() {
    DataSet dataSet =
        example()
            .edit()
            .put(EncapsulatedElement.of(Tag.PixelData, List.of(Value.of(new byte[0]))))
            .build();
    Map<URI, Element> kept = new HashMap<>();
    BulkLinks links =
        (path, element) -> {
          if (element.vr() != Vr.OB) {
            return Optional.empty();
          }
          URI uri = URI.create("bulk/" + path);
          kept.put(uri, element);
          return Optional.of(uri);
        };
    BulkValues values =
        uri ->
            kept.get(uri) instanceof ValueElement value
                ? Optional.of(value.value())
                : Optional.empty();
    DataSet fromJson = only(DicomJson.read(DicomJson.write(dataSet, links), values));
    DataSet fromXml = only(DicomXml.read(new StringReader(xml(dataSet, links)), values));
    for (DataSet again : List.of(fromJson, fromXml)) {
      assertThat(((ValueElement) again.get(0x00420011).orElseThrow()).length()).isEqualTo(4);
    }
    assertThat(kept).containsKey(URI.create("bulk/7FE00010"));
    assertThatThrownBy(() -> DicomJson.write(dataSet, BulkLinks.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_array_holds_several() {
    ModelReading reading =
        DicomJson.read("[{}, {\"00100020\":{\"vr\":\"LO\",\"Value\":[\"ä\"]}}]", BulkValues.NONE);
    assertThat(reading).isInstanceOf(ModelReading.DataSets.class);
    DataSet second = ((ModelReading.DataSets) reading).all().get(1);
    assertThat(second.string(Tag.SpecificCharacterSet)).contains("ISO_IR 192");
    assertThat(second.string(Tag.PatientID)).contains("ä");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "{",
        "[1]",
        "{\"00100020\":{\"Value\":[\"x\"]}}",
        "{\"00100020\":{\"vr\":\"XX\"}}",
        "{\"PatientID\":{\"vr\":\"LO\"}}",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[1e999999999]}}",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[70000]}}",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[\"Zimmerli\"]}}",
        "{\"00420011\":{\"vr\":\"OB\",\"Value\":[\"Zimmerli\"]}}",
        "{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"Zürich\"]}}",
        "{} trailing",
        "{\"00100020\":{\"vr\":\"LO\"},\"00100020\":{\"vr\":\"LO\"}}"
      })
  void json_that_is_none_is_refused_without_repeating_it(String json) {
    ModelReading reading = DicomJson.read(json, BulkValues.NONE);
    assertThat(reading).isInstanceOf(ModelReading.Refused.class);
    assertThat(((ModelReading.Refused) reading).reason()).doesNotContain("Zimmerli");
  }

  @Test
  void endless_nesting_is_refused() {
    assertThat(DicomJson.read("[".repeat(100_000), BulkValues.NONE))
        .isInstanceOf(ModelReading.Refused.class);
    String nested = "<DicomAttribute tag=\"00081140\" vr=\"SQ\"><Item number=\"1\">".repeat(500);
    assertThat(DicomXml.read(new StringReader("<NativeDicomModel>" + nested), BulkValues.NONE))
        .isInstanceOf(ModelReading.Refused.class);
  }

  @Test
  void an_xml_document_fetches_nothing_of_its_own() {
    String evil =
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><NativeDicomModel>"
            + "<DicomAttribute tag=\"00100020\" vr=\"LO\"><Value number=\"1\">&e;</Value>"
            + "</DicomAttribute></NativeDicomModel>";
    assertThat(DicomXml.read(new StringReader(evil), BulkValues.NONE))
        .isInstanceOf(ModelReading.Refused.class);
  }
}
