"""What people type, and the word that they mean.

Only everyday spellings of everyday words: abbreviations, chat forms, Jakarta and Javanese
function words. Nouns of one category stay as they are; the character n-grams see them.
"""

from __future__ import annotations

from typing import Final

_GROUPS: Final = """
yang: yg yng iang
dengan: dgn dg dngn
dan: n dn
tidak: tdk gak ga gk nggak ngga enggak engga kagak kaga kgk ndak nda gada tak ora mboten gaa tidk tida tdak g
tidak ada: gaada gada
jangan: jgn jng jgan
belum: blm blom belom blum durung dereng
sudah: sdh udah udh uda dah sdah wes wis sampun sudh
untuk: utk buat tuk bwt untk
dari: dr dri
dalam: dlm
pada: pd
karena: krn karna krna gara
kalau: kalo klo kl klau klu lek nek
saja: aja aj sj doang
sampai: sampe smpe smpai ampe nyampe
seperti: kayak kayak kaya kyk sprti spt
sangat: banget bgt bngt bgtt bener sekali amat
terima kasih: makasih makasi mksh mksi trims tks thx thanks trimakasih terimakasih trmksh tengkyu suwun nuwun
mohon: mhn mohn mhon mohom
tolong: tlg tlong tolg tulung
bapak: pak pa bpk
ibu: bu bunda
kakak: kak ka
saya: sy sya gue gw gua ane aku ak q aq
kami: kmi
kita: kt
kamu: lu lo elu loe
anda: km
orang: org orng wong
rumah: rmh rmah
jalan: jln jl jalanan
depan: dpn ngarep
belakang: blkg blkng blakang
samping: smping
sebelah: sblh sebelh
dekat: dkt deket
sekitar: skitar sktr
banyak: bnyk bnyak banyk
masih: msh masi msih isih
lagi: lg lgi
juga: jg jga
bisa: bs bsa isa
hari: hr
malam: mlm malem
pagi: pg
siang: siank
minggu: mgg mnggu
bulan: bln
tahun: thn th
jam: jm
tempat: tmpt tmpat
warga: wrga wrg
petugas: ptgs ptugas
kapan: kpn kpan
kenapa: knp knapa napa ngapa
bagaimana: gimana gmn gmna bgmn gmana piye bgm
berapa: brp brpa
apa: ap opo
siapa: sp sapa
di mana: dimana dmn
ini: iki nih ni
itu: tuh tu
tetapi: tapi tp tpi
atau: ato ataw
jadi: jd jdi
lebih: lbh
kurang: krg
besar: gede
mau: mo pengen pgn ingin pingin
segera: sgera sgr
setiap: tiap tiap2 stiap
nomor: no nmr nomer
kecamatan: kec
kelurahan: kel
kampung: kp kmp kampong
gang: gg
rumah sakit: rs
sekolah: skolah skul
motor: mtr
mobil: mbl
kendaraan: kndaraan kendaraaan
masyarakat: masy masyrkt
pemerintah: pemda pemkot pemprov pmrintah
bantuan: bntuan
bahaya: bhaya
perbaikan: perbaikn
laporan: lapor lprn lporan
"""

MEANINGS: Final[dict[str, str]] = {
    spelling: meaning
    for meaning, _, spellings in (line.partition(":") for line in _GROUPS.strip().splitlines())
    for spelling in spellings.split()
}
