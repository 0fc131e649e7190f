package org.tessera.etl.imaging;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One ImagingStudy of two sources: a form's row says why and when, its images say what there is.
final class JoinedStudy {
  /// Of these a form knows more than a header that was de-identified.
  private static final Set<String> OF_THE_FORM =
      Set.of("started", "description", "procedureCode", "reasonCode", "note");

  /// What tells of images alone.
  private static final List<String> OF_THE_IMAGES =
      List.of("series", "numberOfSeries", "numberOfInstances", "endpoint");

  private static final String EXTENSION = "extension";

  private JoinedStudy() {}

  /// Both together.
  static ObjectNode of(ObjectNode form, ObjectNode images) {
    ObjectNode joined = form.deepCopy();
    boolean dated = form.has("started");
    for (Map.Entry<String, JsonNode> element : images.properties()) {
      String name = element.getKey();
      boolean formKnows = OF_THE_FORM.contains(name) && form.has(name);
      // The images' only extension says that their date was moved: the form's was not.
      if (!formKnows && !(dated && name.equals(EXTENSION))) {
        joined.set(name, element.getValue());
      }
    }
    return joined;
  }

  /// What a stored resource says beyond the images that were joined to it.
  static ObjectNode formPart(ObjectNode stored, ObjectNode images) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> element : stored.properties()) {
      String name = element.getKey();
      boolean same = element.getValue().equals(images.get(name));
      if (!name.equals("meta") && !(same && !isOfBoth(name)) && !OF_THE_IMAGES.contains(name)) {
        form.set(name, element.getValue());
      }
    }
    return form;
  }

  /// What stays of a stored resource when its images go.
  static ObjectNode withoutImages(ObjectNode stored, ObjectNode images) {
    ObjectNode form = stored.deepCopy();
    form.remove("meta");
    OF_THE_IMAGES.forEach(form::remove);
    if (form.has(EXTENSION) && form.get(EXTENSION).equals(images.get(EXTENSION))) {
      form.remove(EXTENSION);
    }
    return form;
  }

  /// What a resource cannot be without.
  private static boolean isOfBoth(String name) {
    return Set.of("resourceType", "id", "status", "subject", "identifier", "modality")
        .contains(name);
  }
}
