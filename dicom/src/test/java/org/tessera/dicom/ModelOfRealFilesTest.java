package org.tessera.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.dicom.model.BulkLinks;
import org.tessera.dicom.model.BulkValues;
import org.tessera.dicom.model.DicomJson;
import org.tessera.dicom.model.DicomXml;
import org.tessera.dicom.model.ModelReading;

/// Every real file as JSON and as XML and back.
class ModelOfRealFilesTest {
  private static final BulkLinks LARGE =
      (path, element) ->
          element instanceof EncapsulatedElement
                  || (element instanceof ValueElement value && value.length() > 4096)
              ? Optional.of(URI.create("bulk/" + path))
              : Optional.empty();

  static Stream<Path> files() {
    return RealFiles.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void the_models_say_of_a_file_what_they_are_told(Path path) throws IOException {
    DicomFile file = RealFilesTest.read(path);
    Assumptions.assumeTrue(
        file.irregularities().stream().noneMatch(one -> one.kind() == Irregularity.Kind.ODD_LENGTH),
        "odd lengths come back even");
    DataSet dataSet = file.dataSet();
    BulkLinks links = dataSet.contains(Tag.PixelData) ? LARGE : BulkLinks.NONE;
    String json = DicomJson.write(dataSet, links);
    DataSet fromJson = only(DicomJson.read(json, BulkValues.NONE));
    var xml = new StringWriter();
    DicomXml.write(dataSet, links, xml);
    DataSet fromXml = only(DicomXml.read(new StringReader(xml.toString()), BulkValues.NONE));
    assertThat(DicomJson.write(fromXml, BulkLinks.NONE))
        .isEqualTo(DicomJson.write(fromJson, BulkLinks.NONE));
    assertThat(withoutLinks(DicomJson.write(fromJson, BulkLinks.NONE)))
        .isEqualTo(withoutLinks(json));
  }

  private static String withoutLinks(String json) {
    return json.replaceAll(",\"BulkDataURI\":\"[^\"]*\"", "")
        .replaceAll("\"00080005\":\\{\"vr\":\"..\"(,\"Value\":\\[\"ISO_IR 192\"\\])?\\},?", "")
        .replaceAll(",}", "}");
  }

  private static DataSet only(ModelReading reading) {
    return switch (reading) {
      case ModelReading.DataSets read -> read.all().getFirst();
      case ModelReading.Refused refused ->
          throw new AssertionError(refused.offset() + ": " + refused.reason());
    };
  }
}
