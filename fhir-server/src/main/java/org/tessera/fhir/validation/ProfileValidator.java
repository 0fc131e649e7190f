package org.tessera.fhir.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ValidationOptions;
import ca.uhn.fhir.validation.ValidationResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain.CacheConfiguration;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.operation.OperationFailure;
import org.tessera.fhir.store.FhirJson;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.node.ObjectNode;

/// HAPI's instance validator, warmed in the background, with few at work at a time: a validation
/// takes much memory and many times longer than a write.
public final class ProfileValidator {
  private static final Logger log = LoggerFactory.getLogger(ProfileValidator.class);
  private static final int CONCURRENT_MAX = 2;
  private static final int WAIT_SECONDS_MAX = 20;
  private static final int CACHE_MINUTES = 10;
  private static final int CACHED_MAX = 2_000;
  private static final String WARM_UP =
      "{\"resourceType\":\"Patient\",\"id\":\"warm\",\"gender\":\"unknown\"}";

  private final FhirContext context;
  private final ValidationSupportChain support;
  private final FhirValidator validator;
  private final Semaphore atWork = new Semaphore(CONCURRENT_MAX, true);
  private final CountDownLatch warm = new CountDownLatch(1);
  private volatile boolean closed;

  /// @param canonicals definitions beside those of the standard
  ProfileValidator(BaseDefinitions base, Canonicals canonicals, Vocabularies vocabularies) {
    DefaultProfileValidationSupport standard = base.support();
    context = standard.getFhirContext();
    support =
        new ValidationSupportChain(
            CacheConfiguration.defaultValues()
                .setCacheSize(CACHED_MAX)
                .setCacheTimeout(Duration.ofMinutes(CACHE_MINUTES)),
            standard,
            new CanonicalSupport(context, canonicals),
            new VocabularySupport(context, vocabularies),
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            unknownSystems(context),
            new SnapshotGeneratingValidationSupport(context));
    var instance = new FhirInstanceValidator(support);
    instance.setErrorForUnknownProfiles(false);
    instance.setAnyExtensionsAllowed(true);
    validator = context.newValidator().registerValidatorModule(instance);
  }

  /// A validator without a store, over what ships.
  public static ProfileValidator standalone(Vocabularies vocabularies) {
    Canonicals shipped = Canonicals.shipped(List.of(PackagedDefinitions.load()));
    var validator =
        new ProfileValidator(new BaseDefinitions(FhirContext.forR4Cached()), shipped, vocabularies);
    validator.warm.countDown();
    return validator;
  }

  /// Begins to warm up and returns at once.
  public void start() {
    Thread.ofPlatform().name("validator-warm-up").daemon().start(this::warmUp);
  }

  /// Lets a warm-up that is under way fail without a word: what it reads goes away with the node.
  public void close() {
    closed = true;
  }

  private void warmUp() {
    long start = System.nanoTime();
    try {
      validator.validateWithResult(WARM_UP);
      log.info(
          "$validate is ready after {} s",
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    } catch (RuntimeException e) {
      if (closed) {
        return;
      }
      log.error("the validator could not be warmed up; the first $validate will be slow", e);
    } finally {
      warm.countDown();
    }
  }

  /// Whether a profile is known.
  ///
  /// @throws OperationFailure 503 while the validator warms up
  boolean knows(String profile) {
    awaitWarm();
    return support.fetchStructureDefinition(profile) != null;
  }

  /// Checks a resource against the standard, the profiles it claims, and one more.
  ///
  /// @return an OperationOutcome
  /// @throws OperationFailure 503 while the validator warms up or too many wait for it
  public ObjectNode validate(ObjectNode resource, Optional<String> profile) {
    awaitWarm();
    try {
      if (!atWork.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw busy("the validator is busy");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw busy("the validator is being stopped");
    }
    try {
      var options = new ValidationOptions();
      profile.ifPresent(options::addProfile);
      String json = new String(FhirJson.write(resource), StandardCharsets.UTF_8);
      ValidationResult result = validator.validateWithResult(json, options);
      String outcome = context.newJsonParser().encodeResourceToString(result.toOperationOutcome());
      return Undecided.softened(FhirJson.parse(outcome.getBytes(StandardCharsets.UTF_8)));
    } finally {
      atWork.release();
    }
  }

  /// Whether the validator is warm, or becomes so within this time.
  boolean isWarmWithin(Duration limit) {
    try {
      return warm.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void awaitWarm() {
    if (!isWarmWithin(Duration.ofSeconds(WAIT_SECONDS_MAX))) {
      throw busy("the validator is warming up");
    }
  }

  private static OperationFailure busy(String message) {
    return new OperationFailure(
        503, "transient", message + "; try again", Map.of("Retry-After", "15"));
  }

  /// Codes of systems nobody here holds are a warning, which only the deprecated class can say.
  @SuppressWarnings("deprecation")
  private static IValidationSupport unknownSystems(FhirContext context) {
    var unknown =
        new org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport(
            context);
    unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
    return unknown;
  }
}
