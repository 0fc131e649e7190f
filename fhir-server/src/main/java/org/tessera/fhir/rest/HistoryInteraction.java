package org.tessera.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.model.valueset.BundleEntryTransactionMethodEnum;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.tessera.fhir.store.StoredResource;

/// All versions of one resource, as HAPI wants them to make a history Bundle.
/// https://hl7.org/fhir/R4/http.html#history
final class HistoryInteraction {
  private final FhirContext context;
  private final ResourceFormat format;

  HistoryInteraction(FhirContext context, ResourceFormat format) {
    this.context = context;
    this.format = format;
  }

  List<IBaseResource> run(List<StoredResource> versions) {
    List<IBaseResource> entries = new ArrayList<>();
    for (StoredResource version : versions) {
      Resource resource = format.resource(version).orElseGet(() -> deletion(version));
      BundleEntryTransactionMethodEnum method =
          version.content().isEmpty()
              ? BundleEntryTransactionMethodEnum.DELETE
              : version.version() == 1
                  ? BundleEntryTransactionMethodEnum.POST
                  : BundleEntryTransactionMethodEnum.PUT;
      ResourceMetadataKeyEnum.ENTRY_TRANSACTION_METHOD.put(resource, method);
      entries.add(resource);
    }
    return entries;
  }

  private Resource deletion(StoredResource version) {
    Date at = Date.from(version.lastUpdated());
    var resource = (Resource) context.getResourceDefinition(version.type()).newInstance();
    resource.setIdElement(
        new IdType(version.type(), version.id(), Long.toString(version.version())));
    resource.getMeta().setLastUpdated(at);
    ResourceMetadataKeyEnum.DELETED_AT.put(resource, new InstantDt(at));
    return resource;
  }
}
