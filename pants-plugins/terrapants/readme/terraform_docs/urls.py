"""The URLs in a text, as terraform-docs finds them."""

from __future__ import annotations

import functools
import re

# The names of the IANA registry "Uniform Resource Identifier (URI) Schemes" and common unregistered
# ones, as in the library xurls ("Strict"), with which terraform-docs finds URLs. A name that ends
# with one of them need not be listed: `https` is found inside `git+https`.
_SCHEMES = """
aaa aaas about acct acd acr adiumxtra adt afp afs apt ar ari ark at attachment aw barion bb
beshare bitcoin bitcoincash bl blob bluetooth bolo brid browserext cabal caip calculator callto
cap cast casts chrome chrome-extension cid coap coap+tcp coaps coaps+tcp com-eventbrite-attendee
content content-type crid cstr cvs dab data dav diaspora dict did dis dlna-playcontainer
dlna-playsingle dnp dns dntp doi donau dpp drm drop dtmi dtn dvb dvx dweb ed2k eid elsi embedded
ens ethereum example facetime fax feed feedready fido file filesystem finger
first-run-pen-experience fish fm ftp fuchsia-pkg geo gg git gizmoproject go gopher graph grd
gtalk h323 ham hcp hs20 http https hxxp hxxps hydrazone hyper i0 iax icon ilstring im imap info
iotdisco ipfs ipn ipns ipp ipps irc irc6 ircs iris iris.beep iris.lwz iris.xpc iris.xpcs
isostore itms jabber jdbc jms keyparc lbry ldap ldaps leaptofrogans lid linkid lorawan lpa lvlt
machineProvisioningProgressReporter magnet mailserver mailto maps market matrix message
microsoft.windows.camera microsoft.windows.camera.multipicker microsoft.windows.camera.picker
mid mms modem mongodb moz moz-extension mqtt mqtts ms-access ms-appinstaller
ms-browser-extension ms-drive-to ms-enrollment ms-excel ms-eyecontrolspeech ms-gamebarservices
ms-gamingoverlay ms-getoffice ms-help ms-infopath ms-inputapp ms-launchremotedesktop
ms-lockscreencomponent-config ms-media-stream-id ms-meetnow ms-mixedrealitycapture
ms-mobileplans ms-newsandinterests ms-officeapp ms-people ms-personacard ms-powerpoint
ms-project ms-publisher ms-recall ms-remotedesktop ms-remotedesktop-launch
ms-restoretabcompanion ms-screenclip ms-screensketch ms-search ms-search-repair
ms-secondary-screen-controller ms-secondary-screen-setup ms-settings ms-settings-airplanemode
ms-settings-camera ms-settings-cloudstorage ms-settings-connectabledevices
ms-settings-displays-topology ms-settings-emailandaccounts ms-settings-language
ms-settings-location ms-settings-lock ms-settings-nfctransactions ms-settings-notifications
ms-settings-power ms-settings-privacy ms-settings-proximity ms-settings-screenrotation
ms-settings-workplace ms-spd ms-stickers ms-sttoverlay ms-transit-to ms-useractivityset ms-uup
ms-virtualtouchpad ms-visio ms-walk-to ms-whiteboard ms-whiteboard-cmd ms-widgetboard ms-widgets
ms-word msrp msrps mss mt mtqp mtrust mumble mupdate mvn mvrp mvrps nfs ni nih nntp notes num
ocf oid onenote onenote-cmd opaquelocktoken openid openpgp4fpr otpauth p1 pack palm paparazzi
payment payto pkcs11 platform pop postgresql prospero proxy psyc pttp pwid qb query
quic-transport rediss reload res resource rmi rsync rtmfp rtmp rtsp rtsps rtspu sarif secondlife
secret-token service session sgn shc shelter sieve simpleledger simplex sip sips skype slack smb
smp sms smtp snmp soap.beep soap.beeps spacify spiffe spotify ssb ssh starknet steam stun stuns
submit svn swh swid swidpath tag taler teamspeak teapot teapots tel telnet things thzp tip
tn3270 tool turns tv udp unreal upt urn ut2004 uuid-in-package v-event vemmi ventrilo ves
videotex view-source vnc vscode vscode-insiders vsls w3 wais wasm wasm-js wcr web+ap web3 webcal
wifi wpid ws wss wtai wyciwyg xcompute xcon xcon-userid xfire xmlrpc.beep xmlrpc.beeps xmpp xrcp
xri ymsgr z39.50 z39.50r z39.50s zoommtg zoomus
"""
_SCHEMES_WITHOUT_AUTHORITY = "bitcoin|cid|file|geo|magnet|mailto|matrix|mid|sms|tel|xmpp"
# Characters of a URL after its scheme, and those of them that may be its last.
_NOT_ASCII = "\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
_NOT_ASCII += "\u3001-\ud7ff\ue000-\uffef\U00010000-\U0010fffd"
_MIDDLE = rf"/?#\\a-zA-Z0-9\-._~%!$&'*+,;=:@{_NOT_ASCII}"
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))


@functools.cache
def _pattern() -> re.Pattern[str]:
    pairs = "|".join(
        rf"\{opening}(?:[{_MIDDLE}]|\{opening}[{_MIDDLE}]*\{closing})*\{closing}"
        for opening, closing in _BRACKETS
    )
    # What is not ASCII and punctuation ends no URL; `\w` has the letters, marks and digits.
    end = r"[/#a-zA-Z0-9\-_~%$&+=]|[^\W\x00-\x7f]"
    schemes = "|".join(map(re.escape, sorted(_SCHEMES.split(), key=len, reverse=True)))
    return re.compile(
        rf"(?:(?i:{schemes})://|(?:{_SCHEMES_WITHOUT_AUTHORITY}):)(?:[{_MIDDLE}]*(?:{pairs}|{end}))+"
    )


def find_urls(text: str) -> list[str]:
    """The URLs with a known scheme, in order."""
    if ":" not in text:
        return []
    return [match.group() for match in _pattern().finditer(text)]
