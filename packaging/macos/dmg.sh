#!/bin/sh
# medseg.app as a .dmg; signed and notarised where an identity is given:  dmg.sh dist/medseg.app dist/medseg-0.1.0.dmg
#
#   MEDSEG_IDENTITY   "Developer ID Application: NAME (TEAM)", a certificate in the keychain; without it the app is signed ad hoc
#   MEDSEG_NOTARY     a profile made once by:  xcrun notarytool store-credentials NAME --apple-id … --team-id … --password …
set -eu
app=$1 dmg=$2
here=$(dirname "$0")
identity=${MEDSEG_IDENTITY:--}

options="--force --options runtime"
[ "$identity" = - ] && options="--force" || options="$options --timestamp"
# From inside to outside: libraries first, the programs with their rights, the bundle last.
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
    xargs -0 codesign $options --sign "$identity"
find "$app/Contents/MacOS" -type f -print0 |
    xargs -0 codesign $options --entitlements "$here/entitlements.plist" --sign "$identity"
codesign $options --entitlements "$here/entitlements.plist" --sign "$identity" "$app"
codesign --verify --deep --strict "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname medseg -srcfolder "$stage" -format UDZO -ov "$dmg"

if [ -n "${MEDSEG_NOTARY:-}" ]; then
    codesign --force --timestamp --sign "$identity" "$dmg"
    xcrun notarytool submit "$dmg" --keychain-profile "$MEDSEG_NOTARY" --wait
    xcrun stapler staple "$dmg"
    spctl --assess --type open --context context:primary-signature "$dmg"
fi
