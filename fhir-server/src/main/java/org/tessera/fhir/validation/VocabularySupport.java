package org.tessera.fhir.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import org.jspecify.annotations.Nullable;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;

/// Tells HAPI's validator the codes of the node's tables. They do not hold every code of a system:
/// a code that is found is right, of one that is not found nothing is said.
final class VocabularySupport implements IValidationSupport {
  private final FhirContext context;
  private final Vocabularies vocabularies;

  VocabularySupport(FhirContext context, Vocabularies vocabularies) {
    this.context = context;
    this.vocabularies = vocabularies;
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public boolean isCodeSystemSupported(ValidationSupportContext chain, @Nullable String system) {
    return system != null && vocabularies.system(system).isPresent();
  }

  @Override
  public @Nullable CodeValidationResult validateCode(
      ValidationSupportContext chain,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      @Nullable String valueSet) {
    if (system == null || code == null || (valueSet != null && !valueSet.isEmpty())) {
      return null;
    }
    var asked = new Code(system, code);
    if (vocabularies.system(system).isEmpty()) {
      return null;
    }
    var result = new CodeValidationResult().setCode(code);
    if (vocabularies.contains(asked)) {
      vocabularies.display(asked).ifPresent(result::setDisplay);
      return result;
    }
    return result
        .setCode(null)
        .setSeverity(IssueSeverity.WARNING)
        .setMessage("the code is not among those of its system that this server holds");
  }
}
