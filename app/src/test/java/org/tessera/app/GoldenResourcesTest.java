package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every resource of every worked example of the studies passes the FHIR validator (base R4;
/// profiles this build does not hold are passed over).
class GoldenResourcesTest {
  private static final Path STUDIES = Path.of("..", "mappings", "studies");
  private static final FhirValidator VALIDATOR = validator();

  static List<Path> forms() throws IOException {
    try (Stream<Path> walk = Files.walk(STUDIES)) {
      return walk.filter(
              file -> file.getFileName().toString().matches(".*-case-01-.*\\.fhir\\.json"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void the_resources_of_a_forms_examples_are_valid(Path first) throws IOException {
    String form = first.getFileName().toString().replaceFirst("-case-01-.*", "");
    List<String> errors = new ArrayList<>();
    int resources = 0;
    try (Stream<Path> examples = Files.list(first.resolveSibling("."))) {
      for (Path example : examples.sorted().toList()) {
        String name = example.getFileName().toString();
        if (name.startsWith(form + "-case-") && name.endsWith(".fhir.json")) {
          for (JsonNode resource :
              JsonMapper.shared().readTree(example.toFile()).path("resources")) {
            resources++;
            errors.addAll(errors(name, resource));
          }
        }
      }
    }
    assertThat(errors).isEmpty();
    assertThat(resources).isPositive();
  }

  @Test
  void the_resources_of_images_examples_are_valid() throws IOException {
    List<String> errors = new ArrayList<>();
    try (Stream<Path> examples = Files.list(STUDIES.resolveSibling("dicom/golden"))) {
      for (Path example : examples.sorted().toList()) {
        for (JsonNode resource : JsonMapper.shared().readTree(example.toFile()).path("resources")) {
          errors.addAll(errors(example.getFileName().toString(), resource));
        }
      }
    }
    assertThat(errors).isEmpty();
  }

  private static List<String> errors(String name, JsonNode resource) {
    return VALIDATOR.validateWithResult(resource.toString()).getMessages().stream()
        .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .map(message -> name + " " + resource.path("id").asString() + ": " + text(message))
        .toList();
  }

  private static String text(SingleValidationMessage message) {
    return message.getLocationString() + " " + message.getMessage();
  }

  /// Codes of systems this build does not hold are a warning, which only the deprecated class can
  /// say.
  @SuppressWarnings("deprecation")
  private static FhirValidator validator() {
    Application.chooseXmlParser();
    FhirContext context = FhirContext.forR4();
    var unknownSystems =
        new org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport(
            context);
    unknownSystems.setNonExistentCodeSystemSeverity(
        ca.uhn.fhir.context.support.IValidationSupport.IssueSeverity.WARNING);
    var support =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            unknownSystems);
    var instance = new FhirInstanceValidator(support);
    instance.setErrorForUnknownProfiles(false);
    instance.setAnyExtensionsAllowed(true);
    return context.newValidator().registerValidatorModule(instance);
  }
}
