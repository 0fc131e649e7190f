package org.tessera.dicom.model;

import java.net.URI;
import java.util.Optional;
import org.tessera.dicom.Element;

/// Says which values are left out of a document and where they can be fetched instead.
@FunctionalInterface
public interface BulkLinks {
  /// Everything stands in the document itself, in base 64.
  BulkLinks NONE = (path, element) -> Optional.empty();

  /// The address of a value, or nothing to put it into the document.
  ///
  /// @param path tags and item numbers from the root, such as `00400555/0/00081199`
  Optional<URI> link(String path, Element element);
}
