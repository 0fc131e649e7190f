/// Reads and writes DICOM files (PS3.5, PS3.6, PS3.10) with nothing but the JDK: data sets, the
/// dictionary, character sets.
@NullMarked
package org.tessera.dicom;

import org.jspecify.annotations.NullMarked;
