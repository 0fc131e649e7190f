package org.tessera.fhir.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.structure.XmlReader;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The patch cases of HL7 (`org.hl7.fhir.testcases`) and of RFC 6902 among them.
class PatchCasesTest {
  private static final String FOLDER = "/org/hl7/fhir/testcases/r4/patch/";

  /// @param output null where the patch must be refused
  record Case(
      String name,
      ObjectNode input,
      JsonNode patch,
      @org.jspecify.annotations.Nullable ObjectNode output) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> fhirPathCases() throws Exception {
    try (InputStream file = file("fhir-patch-tests.xml")) {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      Element tests = factory.newDocumentBuilder().parse(file).getDocumentElement();
      List<Case> cases = new ArrayList<>();
      for (Element one : children(tests)) {
        ObjectNode input = null;
        ObjectNode patch = null;
        ObjectNode output = null;
        for (Element part : children(one)) {
          switch (part.getTagName()) {
            case "input" -> input = resource(part);
            case "diff" -> patch = resource(part);
            case "output" -> output = resource(part);
            default -> {
              // What the failure's message is elsewhere.
            }
          }
        }
        cases.add(
            new Case(
                one.getAttribute("name"),
                Objects.requireNonNull(input),
                Objects.requireNonNull(patch),
                output));
      }
      return cases.stream();
    }
  }

  static Stream<Case> jsonCases() throws Exception {
    try (InputStream file = file("json-patch-tests.json")) {
      List<Case> cases = new ArrayList<>();
      for (JsonNode one : FhirJson.parseAny(file.readAllBytes())) {
        if (one.get("doc") instanceof ObjectNode input && one.has("patch")) {
          ObjectNode output = one.get("expected") instanceof ObjectNode expected ? expected : null;
          cases.add(new Case(one.path("comment").asString(""), input, one.get("patch"), output));
        }
      }
      return cases.stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fhirPathCases")
  void a_fhirpath_patch_gives_what_hl7_says(Case one) {
    if (one.output() == null) {
      assertThatThrownBy(() -> FhirPathPatch.apply(one.input(), (ObjectNode) one.patch()))
          .isInstanceOf(Refusal.class);
    } else {
      ObjectNode patched = FhirPathPatch.apply(one.input(), (ObjectNode) one.patch());
      PatchInteraction.prune(patched);
      assertThat(SameResource.text(patched)).isEqualTo(SameResource.text(one.output()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jsonCases")
  void a_json_patch_gives_what_the_rfc_says(Case one) {
    if (one.output() == null) {
      assertThatThrownBy(() -> JsonPatch.apply(one.input(), one.patch()))
          .isInstanceOf(Refusal.class);
    } else {
      assertThat(JsonPatch.apply(one.input(), one.patch())).isEqualTo(one.output());
    }
  }

  private static InputStream file(String name) {
    return Objects.requireNonNull(PatchCasesTest.class.getResourceAsStream(FOLDER + name), name);
  }

  private static ObjectNode resource(Element around) throws Exception {
    var text = new StringWriter();
    var transformer = TransformerFactory.newDefaultInstance().newTransformer();
    transformer.transform(new DOMSource(children(around).getFirst()), new StreamResult(text));
    return XmlReader.read(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Element> children(Element parent) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        found.add(element);
      }
    }
    return found;
  }
}
