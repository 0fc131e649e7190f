package org.tessera.fhir.store;

import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/// One resource to put or to remove.
public sealed interface Write {
  String type();

  String id();

  /// The version that must be current, or empty when any is fine.
  OptionalLong ifMatch();

  /// Puts a resource that carries `resourceType` and `id`. Content equal to what is stored makes no
  /// new version.
  ///
  /// @param group names writes that belong together, such as the resources of one row; empty for
  ///   none
  /// @param companion where there is one, written only if another write of its group created or
  ///   changed something; for the Provenance of a row, which would otherwise get a new version
  ///   whenever the same row arrives in another delivery
  record Put(ObjectNode resource, OptionalLong ifMatch, String group, boolean companion)
      implements Write {
    public static Put of(ObjectNode resource) {
      return new Put(resource, OptionalLong.empty(), "", false);
    }

    @Override
    public String type() {
      return resource.get("resourceType").stringValue();
    }

    @Override
    public String id() {
      return resource.get("id").stringValue();
    }
  }

  /// Puts a resource that carries `resourceType` and `id` if nothing ever had that id; what is
  /// there is left alone. So a client that does not know whether its first try was heard may try
  /// again.
  record Create(ObjectNode resource) implements Write {
    @Override
    public String type() {
      return resource.get("resourceType").stringValue();
    }

    @Override
    public String id() {
      return resource.get("id").stringValue();
    }

    @Override
    public OptionalLong ifMatch() {
      return OptionalLong.empty();
    }
  }

  /// Removes a resource; one that is not there is left alone.
  record Delete(String type, String id, OptionalLong ifMatch) implements Write {
    public static Delete of(String type, String id) {
      return new Delete(type, id, OptionalLong.empty());
    }
  }
}
