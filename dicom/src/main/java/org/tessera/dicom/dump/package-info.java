/// Shows a person what stands in a DICOM file and what the standard says against it.
@NullMarked
package org.tessera.dicom.dump;

import org.jspecify.annotations.NullMarked;
