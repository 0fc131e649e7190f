package org.tessera.etl.imaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tessera.fhir.store.Write;
import tools.jackson.databind.node.ObjectNode;

/// Keeps what images say in the resources that forms write: a corrected row of the `Imaging` tab
/// must not take the series away, nor a withdrawn one the images' own ImagingStudy.
public final class FormImages {
  private static final String TYPE = "ImagingStudy";

  private final StudyTable table;

  /// Reads what is known of images.
  public FormImages(StudyTable table) {
    this.table = table;
  }

  /// The writes of forms, joined with what images say of the same studies.
  public List<Write> join(List<Write> writes) {
    List<String> ids = writes.stream().filter(FormImages::isStudy).map(Write::id).toList();
    if (ids.isEmpty()) {
      return writes;
    }
    Map<String, ObjectNode> said = table.said(ids);
    if (said.isEmpty()) {
      return writes;
    }
    List<Write> joined = new ArrayList<>(writes.size());
    for (Write write : writes) {
      ObjectNode images = isStudy(write) ? said.get(write.id()) : null;
      joined.add(images == null ? write : joined(write, images));
    }
    return joined;
  }

  private static boolean isStudy(Write write) {
    return write.type().equals(TYPE);
  }

  private static Write joined(Write write, ObjectNode images) {
    return switch (write) {
      case Write.Put put ->
          new Write.Put(
              JoinedStudy.of(put.resource(), images), put.ifMatch(), put.group(), put.companion());
      case Write.Delete _ -> Write.Put.of(images);
      case Write.Create create -> create;
    };
  }
}
