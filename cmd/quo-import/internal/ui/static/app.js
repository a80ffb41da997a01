/* Made by go generate from ../client. Contains Preact, (c) 2015-present Jason Miller, MIT: ../client/vendor/preact/LICENSE */
var qe="http://www.w3.org/2000/svg",at="http://www.w3.org/1999/xhtml",lt="http://www.w3.org/1998/Math/MathML";var se=Symbol.for("pv"),be={},ge=[],kt=/^m(i|n|o|s|text|space)$/,Ke=16;var Me=Array.isArray,$e=ge.slice,re=Object.assign;function pe(e){e&&e.parentNode&&e.remove()}function vt(e,n,o,r){let a,i,s;for(;n=n._parent;)if((a=n._component)&&!(a._bits&1)){a._bits|=4;try{if(i=a.constructor,(s=i&&i.getDerivedStateFromError)&&a.setState(
i.getDerivedStateFromError(e)),a.componentDidCatch&&(a.componentDidCatch(e,r||{}),s=1),s&&a._bits&8){a._bits|=2;return}}catch(c){e=c}}throw Et(),e}var mn={_catchError:vt},$=mn;var bn=0;function ye(e,n,o,r,a){let i={type:e,props:n,key:o,ref:r,_children:null,_parent:null,_depth:0,_dom:null,_component:null,constructor:se,_original:a||++bn,_index:-1,
_flags:0};return!a&&$.vnode&&$.vnode(i),i}function C(e){return e.children}function fe(e,n){this.props=e,this.context=n,this._bits=0}fe.prototype.setState=function(e,n){let o=this._nextState;if((!o||o==this.state)&&(o=this._nextState=re(
{},this.state)),typeof e=="function"&&(e=e(re({},o),this.props)),e)re(o,e);else return;this._vnode&&(n&&this._stateCallbacks.push(n),ut(this))};fe.prototype.forceUpdate=
function(e){this._vnode&&(this._bits|=4,e&&this._renderCallbacks.push(e),ut(this))};fe.prototype.render=C;function ie(e,n){if(n==null)return e._parent&&ie(e._parent,
e._index+1);let o;for(;n<e._children.length;n++)if(o=e._children[n],o&&o._dom)return o._dom;return typeof e.type=="function"&&!e.props._parentDom?ie(e):null}function gn(e){
let n=e._vnode,o=n._dom,r=[],a=[],i=e._parentDom;if(i){let s=re({constructor:se},n);s._original=n._original+1,$.vnode&&$.vnode(s),Se(i,s,n,e._globalContext,i.namespaceURI,
n._flags&32?[o]:null,r,o||ie(n),n._flags&32,a),s._original=n._original,s._parent._children[s._index]=s,Ge(r,s,a),n._parent=n._dom=null,s._dom!=o&&Ct(s)}}function Ct(e){
if((e=e._parent)&&e._component&&!e.props._parentDom)return e._dom=null,e._children.some(n=>n&&(e._dom=n._dom)),Ct(e)}var _e=[],Ye,ct=0;function Et(){ct=0}function ut(e){
(!(e._bits&8)&&(e._bits|=8,_e.push(e),!ct++)||Ye!=$.debounceRendering)&&(Ye=$.debounceRendering,(Ye||queueMicrotask)(xt))}var yn=(e,n)=>e._vnode._depth-n._vnode.
_depth;function xt(){try{let e,n=1;for(;_e.length;)_e.length>n&&_e.sort(yn),e=_e.shift(),n=_e.length,e._bits&8&&gn(e)}finally{(ct=_e.length)&&(Ye||queueMicrotask)(
xt)}}function pt(e,n,o,r,a,i,s,c,p,f,l){let h,b,d,u,g,y=r._children||ge,E=n.length;for(p=wn(o,n,y,p,E),h=0;h<E;h++){if(d=o._children[h],d==null)continue;b=~d._index&&
y[d._index]||be,d._index=h;let x=Se(e,d,b,a,i,s,c,p,f,l);u=d._dom,(b.ref!=d.ref||b._flags&8)&&(b.ref&&ze(b.ref,null,d,b),d.ref&&l.push(d.ref,d._component||u,d)),
g=g||u,d._flags&4?(p=St(d,p,e,!b._original),b._dom&&(b._dom=null)):typeof d.type=="function"&&x!==void 0?p=x:u&&(p=u.nextSibling),d._flags&=~(4|Ke)}return o._dom=
g,p}function wn(e,n,o,r,a){let i,s,c,p=o.length,f=p,l=0,h=0,b=e._children=Array(a);for(i=0;i<a;i++){if(s=n[i],s==null||typeof s=="boolean"||typeof s=="function"){
b[i]=null;continue}else typeof s!="object"||s.constructor===String?s=b[i]=ye(null,s):Me(s)?s=b[i]=ye(C,{children:s}):s.constructor===se&&s._depth?s=b[i]=ye(s.type,
s.props,s.key,s.ref,s._original):b[i]=s;let d=i+l;s._parent=e,s._depth=e._depth+1;let u=s._index=kn(s,o,d,f);c=null,~u&&(c=o[u],f--,c&&(c._flags|=2)),!c||!c._original?
(~u||(a>p?l--:a<p&&l++),typeof s.type!="function"&&(s._flags|=4)):(s._flags|=Ke,u==d-1?l--:u==d+1?l++:u!=d&&(u>d?l--:l++,h=1))}if(h){let d=[],u=[];for(i=0;i<a;i++)
if(s=b[i],s&&s._flags&Ke){l=0;let g=d.length;for(;l<g;){let y=l+g>>1;d[y]<s._index?l=y+1:g=y}d[l]=s._index,u[i]=l+1}for(l=d.length;i--;)u[i]&&(u[i]==l?l--:b[i].
_flags|=4)}if(f)for(i=0;i<p;i++)c=o[i],c&&!(c._flags&2)&&(c._dom==r&&(r=ie(c)),Xe(c,c));return r}function St(e,n,o,r){if(typeof e.type=="function"){if(e.props._parentDom)
return n;let a=e._children;if(a)for(let i=0;i<a.length;i++)a[i]&&(a[i]._parent=e,n=St(a[i],n,o,!1));return n}else{n&&!n.parentNode&&(n=ie(e),n&&!n.parentNode&&(n=
null));let a=e._dom,i=n;for(;i&&i.nodeType==8;)i=i.nextSibling;a!=i&&(!r&&o.moveBefore&&a.parentNode?o.moveBefore(a,n):o.insertBefore(a,n||null)),n=a}for(;(n=n&&
n.nextSibling)&&n.nodeType==8&&!n.data.startsWith("$s"););return n}function kn(e,n,o,r){let a=e.key,i=e.type,s=n[o],c=s&&!(s._flags&2),p=r>(c?1:0);if(s===null&&a==null||c&&a==s.key&&i==s.type)return o;if(p){let f;for(f=o-1;f>=0;f--)
if(s=n[f],s&&!(s._flags&2)&&a==s.key&&i==s.type)return f;for(f=o+1;f<n.length;f++)if(s=n[f],s&&!(s._flags&2)&&a==s.key&&i==s.type)return f}return-1}var dt=Symbol();function Tt(e,n,o){o==null&&(o=""),n[0]=="-"?e.setProperty(n,o):e[n]=o}var vn=/(PointerCapture)$|Capture$/i,Rt=0;function Fe(e,n,o,r,a){let i;if(n==
"style")if(typeof o=="string")e.style.cssText=o;else{if(typeof r=="string"&&(e.style.cssText=r=""),r)for(n in r)o&&n in o||Tt(e.style,n);if(o)for(n in o)(!r||o[n]!=
r[n])&&Tt(e.style,n,o[n])}else if(n[0]=="o"&&n[1]=="n"){if(typeof o!="function"&&(o=null),typeof r!="function"&&(r=null),(e._listeners||(e._listeners={}))[n]=o,
!o||!r){let s=Pt[n]||(Pt[n]=En(n));(e._attached||(e._attached={}))[n]=Rt,i=n!=(n=n.replace(vn,"$1")),n=n.slice(2),n[0]<"a"&&(n=n.toLowerCase()),o?e.addEventListener(
n,s,i):e.removeEventListener(n,s,i)}}else{if(a==qe)n=n.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(n!="width"&&n!="height"&&n!="href"&&n!="list"&&n!=
"form"&&n!="tabIndex"&&n!="download"&&n!="rowSpan"&&n!="colSpan"&&n!="role"&&n!="popover"&&n in e)try{e[n]=o==null?"":o;return}catch{}if(typeof o=="function")return;
o!=null&&(o!==!1||n[4]=="-")?e.setAttribute(n,n=="popover"&&o==!0?"":o):e.removeAttribute(n)}}function En(e){return function(n){let o=this._listeners;if(o){if(o=
o[e],n[dt]==null)n[dt]=Rt++;else if(n[dt]<this._attached[e])return;return o($.event?$.event(n):n)}}}var Pt={};function Se(e,n,o,r,a,i,s,c,p,f){let l,h,b=n.type;if(n.constructor!==se)return null;o._flags&128&&(p=o._flags&32,l=o._component._excess)&&(n._flags|=p,h=i=[],l.
nodeType==8?c=Ze(l,i):i.push(l),c=i[0]||c),(l=$._diff)&&l(n);e:if(typeof b=="function"){let d=s.length;try{let u,g,y,E,x=n.props,L=(l=b.prototype)&&l.render;l=b.
contextType;let A=l&&r[l._id],I=l?A?A.props.value:l._defaultValue:r;if((u=o._component)?(n._component=u,u._bits&2&&(u._bits|=1)):(L?n._component=u=new b(x,I):(n.
_component=u=new fe(x,I),u.constructor=b,u.render=Sn),A&&A.sub(u),u.state||(u.state={}),u._globalContext=r,u._bits|=8,u._renderCallbacks=[],u._stateCallbacks=[]),
L&&(u._nextState||(u._nextState=u.state),b.getDerivedStateFromProps&&(u._nextState==u.state&&(u._nextState=re({},u._nextState)),re(u._nextState,b.getDerivedStateFromProps(
x,u._nextState)))),g=u.props,y=u.state,u._vnode=n,!o._component)L&&!b.getDerivedStateFromProps&&u.componentWillMount&&u.componentWillMount(),L&&u.componentDidMount&&
u._renderCallbacks.push(u.componentDidMount);else{if(x!==g&&L&&!b.getDerivedStateFromProps&&u.componentWillReceiveProps&&u.componentWillReceiveProps(x,I),n._original==
o._original&&!(u._bits&8)||!(u._bits&4)&&u.shouldComponentUpdate&&u.shouldComponentUpdate(x,u._nextState,I)===!1){n._original!=o._original&&(u.props=x,u.state=u.
_nextState,u._bits&=-9),n._dom=o._dom,n._children=o._children,n._children.some(U=>{U&&(U._parent=n)}),ge.push.apply(u._renderCallbacks,u._stateCallbacks),u._stateCallbacks=
[],u._renderCallbacks.length&&s.push(u),c=ie(o);break e}u.componentWillUpdate&&u.componentWillUpdate(x,u._nextState,I),L&&u.componentDidUpdate&&u._renderCallbacks.
push(()=>{u.componentDidUpdate(g,y,E)})}u.context=I,u.props=x,u._parentDom=e,u._bits&=-5;let Y=$._render,N=L?25:0;do u._bits&=-9,Y&&Y(n),l=u.render(u.props,u.state=
u._nextState,u.context);while(u._bits&8&&++N<25);L&&(ge.push.apply(u._renderCallbacks,u._stateCallbacks),u._stateCallbacks=[]),u.state=u._nextState,u.getChildContext&&
(r=re({},r,u.getChildContext())),L&&o._component&&u.getSnapshotBeforeUpdate&&(E=u.getSnapshotBeforeUpdate(g,y));let le=l&&l.type===C&&l.key==null?l.props.children:
l;x._parentDom&&(l=c,e=x._parentDom,a=e.namespaceURI,p=i=null,o.props&&o.props._parentDom!=e&&(o._children.some(U=>{U&&Xe(U,U)}),o._children=null),c=o._children?
ie(o,0):null),c=pt(e,Me(le)?le:[le],n,o,r,a,i,s,c,p,f),x._parentDom&&(n._dom=null,c=l),n._flags&=-161,h&&h.some(pe),u._renderCallbacks.length&&s.push(u),u._bits&
1&&(u._bits&=-4)}catch(u){if(s.length=d,n._original=null,p||i)if(u&&u.then){let g,y;if(n._flags|=128|p,i){let E=i.indexOf(c||void 0),x;for(~E||(E=i.length);(x=i[E-
1])&&x.nodeType==8;)E--;for(;E<i.length;E++)if(x=i[E])if(i[E]=null,g){if(x==y)break}else{if(x.nodeType!=8)break;x.data.startsWith("$s")&&(y=Ze(g=x))}}if(!g){for(;c&&
c.nodeType==8&&c.nextSibling;)c=c.nextSibling;g=c}g=n._component._excess||(n._component._excess=g),(l=Ze(g))?(n._dom=g,c=l):n._dom=c,c=c&&c.nextSibling}else i&&
i.some(pe);else n._dom=o._dom;n._children||(n._children=o._children||[]),u&&u.then||$t(n),$._catchError(u,n,o)}}else c=n._dom=xn(o._dom,n,o,r,a,i,s,p,f,e);return(l=
$.diffed)&&l(n),c}function Ze(e,n){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(let o=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))o++;else if(e.
data.startsWith("/$s")&&!--o)return e}n&&n.push(e)}}function $t(e){e&&(e._component&&(e._component._bits|=4),e._children&&e._children.some($t))}function Ge(e,n,o){
for(let r=0;r<o.length;)ze(o[r++],o[r++],o[r++]);$._commit&&$._commit(n,e),e.some(r=>{try{e=r._renderCallbacks,r._renderCallbacks=[],e.some(a=>{a.call(r)})}catch(a){
$._catchError(a,r._vnode)}})}function xn(e,n,o,r,a,i,s,c,p,f){let l=o.props||be,h=n.props,b=n.type,d,u,g,y,E,x,L;if(b=="svg"?a=qe:b=="math"?a=lt:a||(a=at),i){for(d=
0;d<i.length;d++)if(E=i[d],E&&(b?E.localName==b:E.nodeType==3)){e=E,i[d]=null;break}}if(!e){let A=f.ownerDocument||document;if(!b)return A.createTextNode(h);e=A.
createElementNS(a,b,h.is?h:f),c&&($._hydrationMismatch&&$._hydrationMismatch(n,i),c=!1),i=null}if(!b)l!==h&&(!c||e.data!=h)&&(e.data=h);else{if(f=b=="template"&&
e.content||e,i=b=="textarea"&&h.defaultValue!=null?null:i&&$e.call(f.childNodes),!c&&i)for(l={},d=0;d<e.attributes.length;d++)E=e.attributes[d],l[E.name]=E.value;
for(d in l)E=l[d],d=="dangerouslySetInnerHTML"?g=E:d!="children"&&!(d in h)&&!(d=="value"&&"defaultValue"in h)&&!(d=="checked"&&"defaultChecked"in h)&&Fe(e,d,null,
E,a);for(d in h)E=h[d],d=="children"?y=E:d=="dangerouslySetInnerHTML"?u=E:d=="value"?x=E:d=="checked"?L=E:(!c||typeof E=="function")&&l[d]!==E&&Fe(e,d,E,l[d],a);
u?(!c&&(!g||u.__html!=g.__html&&u.__html!=e.innerHTML)&&(e.innerHTML=u.__html),n._children=[]):(g&&(e.textContent=""),(b=="foreignObject"||a==lt&&kt.test(b))&&(a=
at),pt(f,Me(y)?y:[y],n,o,r,a,i,s,i?i[0]:o._children&&ie(o,0),c,p),i&&i.some(pe)),(!c||b=="textarea")&&(d="value",b=="progress"&&x==null?e.removeAttribute(d):x!=
void 0&&(x!==e[d]||b=="progress"&&!x)&&Fe(e,d,x,l[d],a),d="checked",L!=void 0&&L!=e[d]&&Fe(e,d,L,l[d],a))}return e}function ze(e,n,o,r){try{typeof e=="function"?
n?n._refCleanup=e(n)||1:r&&(r=r._component||r._dom)&&(n=r._refCleanup)&&(r._refCleanup=null,typeof n=="function"?n():e(null)):e.current=n}catch(a){$._catchError(
a,o)}}function Xe(e,n,o){let r,a,i;if($.unmount&&$.unmount(e),(r=e.ref)&&(!r.current||r.current==e._dom)&&ze(r,null,n,e),r=e._component){if(r.componentWillUnmount)
try{r.componentWillUnmount()}catch(s){$._catchError(s,n)}r._parentDom=r._globalContext=null}if(r=e._children)for(let s=0;s<r.length;s++)r[s]&&Xe(r[s],n,typeof e.
type=="function"?o&&!e.props._parentDom:!0);!o&&(r=e._component)&&(r=r._excess)&&(a=Ze(r,i=[]))&&(r==e._dom&&i.some(pe),pe(a),pe(r)),o||pe(e._dom),e._dom=e._component=
e._parent=null}function Sn(e,n,o){return this.constructor(e,o)}function ft(e,n){$._root&&$._root(e,n),n.nodeType==9&&(n=n.documentElement);let o=e&&e._flags&32,r=o?null:n._children;n._children=ye(C,{children:[e]});let a=[],
i=[];Se(n,n._children,r||be,be,n.namespaceURI,r?null:n.firstChild?$e.call(n.childNodes):null,a,r?r._dom:n.firstChild,o,i),Ge(a,n._children,i),n._children.props.
children=null}var mt=Object.is,Te,B,bt,Oe=0,Ut=[],gt=[],Q=$,Nt=Q._diff,At=Q._render,Ft=Q.diffed,Ot=Q._commit,Lt=Q.unmount,It=Q._root,Pn=35,ht;Q._diff=e=>{B=null,Nt&&Nt(e)};Q.
_root=(e,n)=>{e&&n._children&&n._children._mask&&(e._mask=n._children._mask),It&&It(e,n)};Q._render=e=>{At&&At(e),B=e._component,Te=0;let n=B.__hooks;n&&(bt==B?
B._renderCallbacks=[]:(n._pendingEffects.some(Le),n._pendingEffects.some(yt),Te=0),n._pendingEffects=[],n._list.some(o=>{o._nextValue&&(o._value=o._nextValue),o.
_pendingArgs=o._nextValue=void 0})),bt=B};Q.diffed=e=>{Ft&&Ft(e);let n=e._component;n&&n.__hooks&&(n.__hooks._pendingEffects.length&&Dt(Ut.push(n)),n.__hooks._list.
some(o=>{o._pendingArgs&&(o._args=o._pendingArgs)})),bt=B=null};Q._commit=(e,n)=>{n.some(o=>{try{o._renderCallbacks.some(Le),o._renderCallbacks=o._renderCallbacks.
filter(r=>r._value?yt(r):!0)}catch(r){o._renderCallbacks=[()=>{throw r}]}}),Ot&&Ot(e,n)};Q.unmount=e=>{Lt&&Lt(e);let n=e._component;if(n&&n.__hooks){let o,r;n.__hooks.
_list.some(a=>{try{if(a._passive&&a._cleanup){if(r===void 0){for(r=e._parent;r&&!(r._component&&r._component._parentDom);)r=r._parent;r=r&&r._component}a._passive=
r,Dt(gt.push(a))}else Le(a)}catch(i){o=i}}),n.__hooks=void 0,o&&Q._catchError(o,n._vnode)}};function Ve(e,n){Q._hook&&Q._hook(B,e,Oe||n),Oe=0;let o=B.__hooks||(B.
__hooks={_list:[],_pendingEffects:[]});return e>=o._list.length&&o._list.push({}),o._list[e]}function k(e){return Oe=1,Rn(Qt,e)}function Rn(e,n,o){let r=Ve(Te++,
2);if(r._reducer=e,!r._component&&(r._value=[o?o(n):Qt(void 0,n),a=>{let i=(r._nextValue||r._value)[0],s=r._reducer(i,a);mt(i,s)||(r._nextValue=[s,r._value[1]],
r._component.setState({}))}],r._component=B,!B._hasScuFromHooks)){B._hasScuFromHooks=!0;let a=B.shouldComponentUpdate;B.shouldComponentUpdate=function(i,s,c){let p=this.
__hooks;if(!p)return!0;let f=!1,l=this.props!=i;if(p._list.some(h=>{h._nextValue&&(f=!0,mt(h._value[0],h._nextValue[0])||(l=!0))}),a){let h=a.call(this,i,s,c);return f?
h||l:h}return!f||l}}return r._value}function q(e,n){let o=Ve(Te++,3);!Q._skipEffects&&Wt(o._args,n)&&(o._passive=!0,o._value=e,o._pendingArgs=n,B.__hooks._pendingEffects.
push(o))}function D(e){return Oe=5,et(()=>({current:e}),[])}function et(e,n){let o=Ve(Te++,7);return Wt(o._args,n)&&(o._value=e(),o._args=n),o._value}function he(e,n){return Oe=8,et(()=>e,n)}function Bt(){let e=Ve(Te++,11);if(!e._value){let n=B._vnode;for(;!n._mask&&n._parent;)n=n._parent;let o=n._mask||(n._mask=[0,0]);e._value="P"+o[0]+"-"+o[1]++}return e.
_value}function Mn(){let e;do{for(;e=gt.shift();)try{Le(e)}catch(n){e=e._passive,Q._catchError(n,{_parent:e&&e._vnode})}for(;e=Ut.shift();){let n=e.__hooks;if(!(!e.
_parentDom||!n))try{n._pendingEffects.some(Le),n._pendingEffects.some(yt),n._pendingEffects=[]}catch(o){n._pendingEffects=[],Q._catchError(o,e._vnode)}}}while(gt.
length)}var Ht=typeof requestAnimationFrame=="function";function $n(e){let n=()=>{clearTimeout(o),Ht&&cancelAnimationFrame(r),setTimeout(e)},o=setTimeout(n,Pn),
r;Ht&&(r=requestAnimationFrame(n))}function Dt(e){(e==1||ht!=Q.requestAnimationFrame)&&(ht=Q.requestAnimationFrame,(ht||$n)(Mn))}function Le(e){let n=B,o=e._cleanup;
typeof o=="function"&&(e._cleanup=void 0,o()),B=n}function yt(e){let n=B;e._cleanup=e._value(),B=n}function Wt(e,n){return!e||e.length!=n.length||n.some((o,r)=>!mt(
o,e[r]))}function Qt(e,n){return typeof n=="function"?n(e):n}var Pe=class extends Error{};async function tt(e){let n=await e.json().catch(()=>({}));if(!e.ok)throw new Pe(n.problem||"The program did not understand this pag\
e: reload it.");return n}var nt=()=>{throw new Pe("quo-import does not answer: it was ended. Start it again with the same file; nothing is lost.")},me=e=>fetch(
e).then(tt,nt),we=(e,n={})=>fetch(e,{method:"POST",headers:{"Content-Type":"application/json"},body:JSON.stringify(n)}).then(tt,nt),ae=(e,n)=>fetch(e,{method:"P\
OST",headers:{"Content-Type":"application/json"},body:JSON.stringify(n)}).then(tt,nt),qt=(e,n)=>fetch(`${e}?name=${encodeURIComponent(n.name)}`,{method:"POST",body:n}).
then(tt,nt);function Kt(e,n){return new Promise((o,r)=>{let a=new XMLHttpRequest;a.open("POST","/api/file?name="+encodeURIComponent(e.name)),a.upload.onprogress=
i=>i.lengthComputable&&n(i.loaded/i.total),a.onload=()=>{if(a.status===200)return o();let i="";try{i=JSON.parse(a.responseText).problem}catch{}r(new Pe(i||"The \
file could not be sent."))},a.onerror=()=>r(new Pe("The file could not be sent: quo-import was ended, or the file is too large.")),a.send(e)})}function jt(e){let n=new EventSource(
"/api/events");n.addEventListener("view",e.view),n.addEventListener("run",o=>e.run(JSON.parse(o.data))),n.addEventListener("sheet",o=>dispatchEvent(new CustomEvent(
"sheet",{detail:+o.data}))),n.onopen=()=>e.connected(!0),n.onerror=()=>e.connected(!1)}var Yt=()=>me("/api/view");var Nn=0;function t(e,n,o,r,a,i){n||(n={});let s=n,c,p;if("ref"in s&&typeof e!="function"){s={};for(p in n)p=="ref"?c=n[p]:s[p]=n[p]}let f={type:e,props:s,key:o,ref:c,_children:null,
_parent:null,_depth:0,_dom:null,_component:null,constructor:se,_original:--Nn,_index:-1,_flags:0};return(a||i)&&(f.__source=a,f.__self=i),$.vnode&&$.vnode(f),f}var An=new Intl.NumberFormat("en"),P=e=>An.format(e),F=(e,n,o)=>`${P(e)} ${e===1?n:o}`;function K({children:e,lede:n}){let o=D(null);return q(()=>{(document.activeElement===
document.body||document.activeElement?.closest("nav, .steps-foot"))&&o.current?.focus(),scrollTo(0,0)},[]),t("div",{class:"heading",children:[t("h1",{tabIndex:-1,
ref:o,children:e}),n&&t("p",{class:"lede",children:n})]})}function T({kind:e="",children:n}){return t("div",{class:`notice ${e}`,role:e==="bad"?"alert":void 0,children:n})}
function ke({label:e,value:n,options:o,onChange:r,disabled:a}){let i=Bt();return t("span",{class:"chip",children:[t("label",{for:i,children:e}),t("select",{id:i,
value:n,disabled:a,onChange:s=>r(s.currentTarget.value),children:o.map(([s,c])=>t("option",{value:s,children:c},s))})]})}function Ie({title:e,text:n}){let[o,r]=k(
!1);return t("figure",{class:"copy",children:[t("figcaption",{children:[t("span",{children:e}),t("button",{type:"button",class:"plain",onClick:()=>navigator.clipboard.
writeText(n).then(()=>{r(!0),setTimeout(()=>r(!1),2e3)}),"aria-label":`Copy: ${e}`,children:o?"Copied":"Copy"})]}),t("pre",{tabIndex:0,"aria-label":e,children:n})]})}
function z({children:e,note:n}){return t("div",{class:"steps-foot",children:[t("div",{class:"note",children:n}),t("div",{class:"buttons",children:e})]})}function j(){
let[e,n]=k(!1),[o,r]=k("");return[e,o,async i=>{n(!0),r("");try{return await i(),!0}catch(s){return r(s instanceof Error?s.message:String(s)),!1}finally{n(!1)}}]}
function Gt({label:e,children:n}){return t("div",{class:"scroll",role:"region","aria-label":e,tabIndex:0,children:n})}function He({view:e,act:n,after:o}){let[r,a]=k(""),[i,s]=k(!1),[c,p,f]=j();return e.key.have?t("p",{class:"key-have",children:[t("span",{class:"badge",children:[
"API key: ",e.key.from==="keyring"?"from the keyring":e.key.from==="start"?"given at the start":"typed, in memory only"]}),!e.rehearsal&&t("button",{type:"butto\
n",class:"plain",disabled:c,onClick:()=>f(()=>n("/api/key/forget")),children:e.key.from==="keyring"?"Remove it from the keyring":"Use another"})]}):t("form",{class:"\
key",onSubmit:h=>{h.preventDefault(),f(async()=>{await n("/api/key",{key:r,keep:i}),a(""),o?.()})},children:[(p||e.key.problem)&&t(T,{kind:"bad",children:p||e.key.
problem}),t("label",{for:"api-key",children:"API key of your Quo workspace"}),t("div",{class:"buttons",children:[t("input",{id:"api-key",type:"password",autocomplete:"\
off",spellcheck:!1,required:!0,value:r,onInput:h=>a(h.currentTarget.value)}),t("button",{type:"submit",class:"primary",disabled:c||r.trim()==="",children:c?"Ask\
ing Quo \u2026":"Connect"})]}),e.key.keyring&&t("label",{class:"check",children:[t("input",{type:"checkbox",checked:i,onChange:h=>s(h.currentTarget.checked)}),"\
 ",t("span",{children:"Keep it in the keyring of this computer"})]}),t("p",{class:"soft",children:t("small",{children:["In Quo: Settings, API. ",i?"":"It stays \
in the memory of the program, until it ends."]})})]})}var Jt={matched:["understood",""],guessed:["a guess: look at it","guessed"],left:["not imported","left"],preset:["known export",""],key:["identifies a row",""],
chosen:["your choice",""]};function zt({view:e,go:n,act:o}){let[r,a,i]=j(),[s,c]=k(""),p=D(new Map),f=e.columns;f.list.forEach(d=>p.current.has(d.name)||p.current.
set(d.name,p.current.size));let l=[...f.list].sort((d,u)=>p.current.get(d.name)-p.current.get(u.name)),h=async(d,u)=>{c(d),await i(()=>o("/api/column",{column:d,
field:u})),c("")},b=f.fields.find(d=>d.name==="Custom fields");return t(C,{children:[t(K,{lede:"What each column becomes in Quo. Those to look at come first.",children:"\
Columns"}),a&&t(T,{kind:"bad",children:a}),e.problem&&t(T,{kind:"bad",children:e.problem}),f.remarks.map(d=>t(T,{children:d},d)),t("div",{class:"chips",children:t(
ke,{label:"Rows are identified by",value:f.key,disabled:r,onChange:d=>i(()=>o("/api/answer",{id:"key",answer:d})),options:(f.keys.includes(f.key)||f.key==="deri\
ved"?[]:[[f.key,f.key]]).concat(f.keys.map(d=>[d,d]),[["derived","number or email, with the name"]])})}),t("ul",{class:"columns",children:l.map(d=>t(Fn,{column:d,
rows:f.rows,groups:f.fields,busy:r,changing:s===d.name,set:h},d.name))}),!b&&!e.key.have&&t("section",{"aria-labelledby":"custom",children:[t("h2",{id:"custom",
children:"Custom fields of your workspace"}),t("p",{class:"about",children:"With an API key of your Quo workspace, columns can also go into its custom fields. O\
nly their names are read; nothing of the file is sent."}),t(He,{view:e,act:o})]}),t(z,{note:t("button",{type:"button",class:"plain",onClick:()=>n(e.questions.length>
0?"questions":"file"),children:"Back"}),children:t("button",{type:"button",class:"primary",disabled:!e.plan,onClick:()=>n("plan"),children:"Next"})})]})}function Fn({
column:e,rows:n,groups:o,busy:r,changing:a,set:i}){let[s,c]=Jt[e.how]||Jt.matched,p=n>0&&e.values>=0?e.values/n:0,f=e.field===""||o.some(l=>l.fields.some(h=>h.value===
e.field));return t("li",{class:`column ${c}`,children:[t("div",{class:"column-name",children:[t("h2",{children:t("bdi",{children:e.name})}),t("div",{class:"fill",
role:"img","aria-label":e.values<0?"being counted":`filled in ${P(e.values)} of ${P(n)} rows`,children:[t("svg",{viewBox:"0 0 100 4",preserveAspectRatio:"none",
"aria-hidden":"true",children:[t("rect",{class:"all",width:"100",height:"4",rx:"2"}),t("rect",{class:"some",width:p*100,height:"4",rx:"2"})]}),t("small",{children:e.
values<0?"\xA0":n===e.values?"always filled":e.values===0?"always blank":`${p<.01?"<1":Math.floor(p*100)} % filled`})]})]}),t("ul",{class:"samples",children:[e.
samples.map((l,h)=>t("li",{children:[t("span",{class:"raw",children:t("bdi",{children:l.raw})}),l.problem?t("span",{class:"refused",children:t("bdi",{children:l.
problem})}):l.result!==void 0&&l.result!==l.raw?t("span",{class:"becomes",children:[t("span",{"aria-hidden":"true",children:"\u2192 "}),t("span",{class:"hidden",
children:"becomes "}),t("bdi",{children:l.result||"nothing"})]}):null]},h)),e.samples.length===0&&t("li",{class:"soft",children:"no values"})]}),t("div",{class:"\
column-field",children:[e.fixed?t("p",{class:"soft",children:t("small",{children:e.fixed})}):t("select",{"aria-label":`Field for ${e.name}`,value:e.field,disabled:r&&
!a,onChange:l=>i(e.name,l.currentTarget.value),children:[t("option",{value:"",children:"Do not import"}),!f&&t("option",{value:e.field,children:e.field}),o.map(
l=>t("optgroup",{label:l.name,children:l.fields.map(h=>t("option",{value:h.value,children:h.name},h.value))},l.name))]}),t("p",{class:"column-how",children:[t("\
span",{class:`badge ${c}`,children:s}),e.problems>0&&t("span",{class:"badge bad",children:F(e.problems,"problem","problems")}),e.remark&&e.how!=="key"&&t("small",
{children:t("bdi",{children:e.remark})})]})]})]})}var On=[["utf-8","UTF-8"],["utf-16le","UTF-16 LE"],["utf-16be","UTF-16 BE"],["windows-1252","Western (1252)"],["windows-1250","Central European (1250)"],["windo\
ws-1251","Cyrillic (1251)"],["windows-1253","Greek (1253)"],["windows-1254","Turkish (1254)"],["iso-8859-15","Western (8859-15)"],["macintosh","Mac Roman"],["sh\
ift_jis","Japanese (Shift JIS)"],["gb18030","Chinese (GB 18030)"],["big5","Chinese (Big5)"],["euc-kr","Korean (EUC-KR)"]],Ln=[[",","comma ,"],[";","semicolon ;"],
["tab","tab"],["|","bar |"]],In=e=>e==="	"?"tab":e===";"?"semicolon":e===","?"comma":e,Hn=e=>e<1e3?`${e} bytes`:e<1e6?`${Math.round(e/1e3)} kB`:`${(e/1e6).toFixed(
1)} MB`;function Xt({view:e,go:n,act:o,reload:r}){let[a,i,s]=j(),[c,p]=k(-1),f=h=>h&&s(async()=>{p(0);try{await Kt(h,p),await r()}finally{p(-1)}});if(!e.session)
return t(C,{children:[t(K,{lede:"The file is read on this computer. Nothing leaves it before you ask to compare it with Quo, and nothing is written to Quo befor\
e you approve the plan.",children:"Import contacts into Quo"}),i&&t(T,{kind:"bad",children:i}),t(Un,{formats:e.formats,share:c,busy:a,take:f}),e.recent.length>0&&
t("section",{"aria-labelledby":"recent",children:[t("h2",{id:"recent",children:"Continue"}),t("ul",{class:"recent",children:e.recent.map(h=>t("li",{children:[t(
"button",{type:"button",class:"row",disabled:a,onClick:()=>s(()=>o("/api/session",{id:h.id})),children:[t("b",{children:h.name})," ",t("small",{children:h.changed})]}),
t("button",{type:"button",class:"plain","aria-label":`Forget ${h.name}`,onClick:()=>s(()=>o("/api/session/forget",{id:h.id})),children:"Forget"})]},h.id))})]})]});
let l=e.file;return t(C,{children:[t(K,{lede:"The file is read on this computer. Nothing leaves it before you ask to compare it with Quo, and nothing is written\
 to Quo before you approve the plan.",children:e.session.name}),i&&t(T,{kind:"bad",children:i}),e.problem&&t(T,{kind:"bad",children:e.problem}),l?t(Bn,{file:l,session:e.
session,busy:a,change:h=>s(()=>o("/api/read",h))}):!e.problem&&t(Wn,{}),!l&&e.problem&&t(Dn,{read:e.session.read,change:h=>s(()=>o("/api/read",h))}),t(z,{note:t(
"button",{type:"button",class:"plain",onClick:()=>s(()=>o("/api/session",{id:""})),children:"Choose another file"}),children:l&&t("button",{type:"button",class:"\
primary",disabled:!e.columns,onClick:()=>n(e.questions.some(h=>!h.answer)?"questions":"columns"),children:"Next"})})]})}function Un({formats:e,share:n,busy:o,take:r}){
let[a,i]=k(!1),s=D(null);return t("div",{class:`drop ${a?"over":""}`,onDragOver:c=>{c.preventDefault(),i(!0)},onDragLeave:()=>i(!1),onDrop:c=>{c.preventDefault(),
i(!1),r(c.dataTransfer?.files[0])},children:[t("input",{ref:s,id:"file",type:"file",disabled:o,onChange:c=>r(c.currentTarget.files?.[0])}),t("label",{for:"file",
children:[t("strong",{children:"Choose a file"})," or drop it here"]}),t("p",{children:e.join(", ")}),t("progress",{max:"1",value:Math.max(0,n),hidden:n<0,"aria\
-label":"Reading the file"})]})}function Bn({file:e,session:n,busy:o,change:r}){let a=n.read,i=c=>r({...a,...c}),s=Math.max(1,...e.first.map(c=>c.cells.length));
return t(C,{children:[t("p",{class:"facts",children:[e.format," \xB7 ",Hn(e.bytes),e.header&&` \xB7 ${P(e.columns)} columns`]}),t("div",{class:"chips",children:[
e.sheets&&e.sheets.length>0&&t(ke,{label:"Sheet",value:e.sheet||"",disabled:o,onChange:c=>r({sheet:c}),options:e.sheets.map(c=>[c,c])}),e.header&&t(ke,{label:"C\
olumn names",value:a.noHeader?"0":String(e.headerLine),disabled:o,onChange:c=>i({noHeader:c==="0",headerRow:Number(c)||void 0}),options:[...new Set([...e.first.
map(c=>c.line),e.headerLine].filter(c=>c>0))].sort((c,p)=>c-p).map(c=>[String(c),`in line ${c}`]).concat([["0","there are none"]])}),e.encoding&&t(ke,{label:"En\
coding",value:a.encoding||"",disabled:o,onChange:c=>i({encoding:c||void 0}),options:[["",a.encoding?"detect":`${e.encoding} (detected)`]].concat(On)}),e.delimiter&&
t(ke,{label:"Separator",value:a.delimiter||"",disabled:o,onChange:c=>i({delimiter:c||void 0}),options:[["",a.delimiter?"detect":`${In(e.delimiter)} (detected)`]].
concat(Ln)})]}),e.warnings.map(c=>t(T,{kind:"warn",children:c},c)),t(Gt,{label:"The first lines of the file",children:t("table",{class:"lines",children:t("tbody",
{children:e.first.map(c=>t("tr",{class:c.line===e.headerLine?"header":c.line<=e.above?"above":"",children:[t("th",{scope:"row",children:c.line}),Array.from({length:s},
(p,f)=>t("td",{children:t("bdi",{children:c.cells[f]??""})},f))]},c.line))})})}),e.first.length===0&&t(T,{children:"There are no rows in it."})]})}function Dn({
read:e,change:n}){return Object.values(e).some(Boolean)?t("button",{type:"button",onClick:()=>n({}),children:"Read it as it was detected"}):null}function Wn(){return t(
"div",{class:"skeleton","aria-hidden":"true",children:Array.from({length:8},(e,n)=>t("span",{},n))})}function ot({run:e,act:n,go:o,words:r}){let[a,i]=k(),[s,c,p]=j(),f=D(null),l=()=>p(async()=>{i(void 0),f.current.showModal(),i(await me(`/api/undo?run=${encodeURIComponent(
e)}`))}),h=()=>p(async()=>{await n("/api/undo",{run:e}),f.current.close(),o("run")}),b=a&&[a.delete&&`delete ${P(a.delete)}`,a.restore&&`restore ${P(a.restore)}`].
filter(Boolean).join(" and ");return t(C,{children:[t("button",{type:"button",class:"danger",onClick:l,children:r}),t("dialog",{ref:f,"aria-labelledby":`undo-${e}`,
children:[t("h2",{id:`undo-${e}`,children:"Undo this import?"}),c&&t(T,{kind:"bad",children:c}),!a&&!c&&t("p",{class:"working",role:"status",children:[t("span",
{class:"spinner","aria-hidden":"true"}),"Looking what it would do \u2026"]}),a&&t(C,{children:[t("ul",{class:"figures",children:[t("li",{children:[t("b",{children:P(
a.delete)})," to delete"]}),t("li",{children:[t("b",{children:P(a.restore)})," to restore"]}),t("li",{children:[t("b",{children:P(a.left)})," left as they are"]})]}),
t("p",{class:"soft",children:"Quo may keep the keys of deleted contacts, so that they cannot be used again. If a column was wrong, it is better to correct it an\
d import again: the contacts are updated in place."})]}),t("div",{class:"buttons",children:[t("button",{type:"button",onClick:()=>f.current.close(),children:"Ca\
ncel"}),t("button",{type:"button",class:"danger",disabled:s||!b,onClick:h,children:b?b[0].toUpperCase()+b.slice(1):"Nothing to undo"})]})]})]})}var Qn={import:"Import",undo:"Undo",rebuild:"Rebuild","state import":"List of keys"},qn=[["created","created"],["updated","updated"],["deleted","deleted"],["unc\
hanged","unchanged"],["rejected","rejected"],["failed","failed"],["notReached","not reached"]];function Zt({view:e,go:n,act:o}){let[r,a]=k(),[i,s]=k(""),c=e.run?.
going;return q(()=>{c||me("/api/runs").then(a,p=>s(p.message))},[c,e.revision]),t(C,{children:[t(K,{lede:"What was imported and undone with this state, the last\
 one first.",children:"History"}),i&&t(T,{kind:"bad",children:i}),c&&t(T,{children:"An import is running: the list is shown when it has ended."}),r&&r.length===
0&&t(T,{children:"Nothing was imported yet."}),!r&&!i&&!c&&t("div",{class:"skeleton","aria-hidden":"true",children:[t("span",{}),t("span",{}),t("span",{})]}),t(
"ol",{class:"past",children:r?.map(p=>t("li",{children:[t("div",{children:[t("h2",{children:[Qn[p.kind]||p.kind," ",t("time",{children:p.began})]}),t("p",{class:"\
soft",children:t("bdi",{children:p.files.join(", ")||p.source})}),t("p",{children:qn.filter(([f])=>p.kind==="undo"?f!=="unchanged"&&p.counts[f]>0:p.counts[f]>0).
map(([f,l])=>`${P(p.counts[f])} ${p.kind==="undo"&&f==="updated"?"restored":l}`).join(" \xB7 ")||"nothing was written"}),p.outcome&&t("p",{class:"soft",children:t(
"small",{children:p.outcome})})]}),p.undone?t("span",{class:"badge left",children:"undone"}):p.undoable&&e.key.have?t(ot,{run:p.id,act:o,go:n,words:"Undo"}):null]},
p.id))})]})}var Kn=[["phone","Use those who are surely the same","name or email agrees, too: their values stay, missing ones are filled. The other rows are left out, to be \
decided one by one"],["phone-only","Use all of them","whatever the contacts are called"],["none","Use none of them","every row becomes a contact of its own besi\
de them"]],Vt={adopted:["is used",""],unsure:["row left out","bad"],open:["to decide","guessed"]};function en({view:e,go:n,act:o}){let r=e.plan,[a,i,s]=j(),[c,p]=k(
e.session.adopt||"phone"),f=()=>s(async()=>{await o("/api/adopt",{adopt:c}),n("plan")});return t(C,{children:[t(K,{lede:`${F(r.adoptable,"new row has","new rows\
 have")} the number of a contact that is already in Quo. Is it the same person?`,children:"Already in Quo"}),i&&t(T,{kind:"bad",children:i}),t("fieldset",{class:"\
question",children:[t("legend",{children:t("h2",{children:"What is to be done with them?"})}),t("div",{class:"choices",children:Kn.map(([l,h,b])=>t("label",{class:"\
choice",children:[t("input",{type:"radio",name:"adopt",checked:c===l,onChange:()=>p(l)}),t("span",{children:[t("b",{children:h}),t("small",{children:b})]})]},l))})]}),
t("ul",{class:"pairs",children:r.pairs.map(l=>t("li",{class:"pair",children:[t("div",{children:[t("small",{children:l.place}),t("b",{children:t("bdi",{children:l.
name||"no name"})})]}),t("span",{class:"same","aria-hidden":"true",children:"=?"}),t("div",{children:l.contacts.map(h=>t("p",{children:[t("small",{children:["in\
 Quo, same ",h.why]}),t("b",{children:t("bdi",{children:h.name||h.id})})]},h.id))}),t("span",{class:`badge ${Vt[l.outcome]?.[1]||""}`,children:Vt[l.outcome]?.[0]||
l.outcome})]},l.place+l.key))}),r.morePairs>0&&t("p",{class:"soft",children:["\u2026 and ",P(r.morePairs)," more"]}),t(z,{note:t("button",{type:"button",class:"\
plain",onClick:()=>n("plan"),children:"Back"}),children:t("button",{type:"button",class:"primary",disabled:a,onClick:f,children:a?"Comparing \u2026":"Compare ag\
ain with this"})})]})}var _t=5,jn=[["ready","to import"],["created","to create"],["updated","to update"],["unchanged","unchanged"],["skipped","left out on purpose"],["rejected","reje\
cted"],["failed","would be refused"],["notReached","not reached"]];function st({counts:e,words:n={}}){let o=jn.filter(([i])=>e[i]>0),r=o.reduce((i,[s])=>i+e[s],
0),a=0;return t("div",{class:"count-bar",children:[t("svg",{class:"bar",viewBox:"0 0 1000 10",preserveAspectRatio:"none",role:"img","aria-label":o.map(([i,s])=>`${P(
e[i])} ${n[i]||s}`).join(", "),children:o.map(([i])=>{let s=Math.max(6,1e3*e[i]/r),c=a;return a+=s,t("rect",{class:i.toLowerCase(),x:c,y:"0",width:s,height:"10"},
i)})}),t("ul",{class:"legend",children:o.map(([i,s])=>t("li",{children:[t("svg",{class:"key",viewBox:"0 0 10 10","aria-hidden":"true",children:t("rect",{class:i.
toLowerCase(),width:"10",height:"10",rx:"2"})}),t("b",{children:P(e[i])})," ",t("span",{children:n[i]||s})]},i))})]})}function tn({view:e,go:n,act:o}){let[r,a,i]=j(),
s=e.plan,c=s.writes,p=e.questions.filter(b=>!b.answer&&!b.optional).length,f=b=>i(async()=>{await o("/api/run",{limit:b}),n("run")}),l=s.counts,h=c===1?"contact":
"contacts";return t(C,{children:[t(K,{lede:s.compared?`This is what an import does. Nothing has been written${e.rehearsal?"":" to Quo"} yet.`:"This is what the \
file says. Nothing has left this computer.",children:s.compared?"The plan":"What would be imported"}),a&&t(T,{kind:"bad",children:a}),e.problem&&t(T,{kind:"bad",
children:e.problem}),p>0&&t(T,{kind:"warn",children:[F(p,"question is","questions are")," open. ",t("a",{href:"#/questions",children:"Answer them first"})]}),s.
stop&&t(T,{kind:"bad",children:[t("strong",{children:"An import would stop here:"})," ",s.stop,s.adoptable>0&&s.pairs.length>0&&t(C,{children:[" ",t("a",{href:"\
#/pairs",children:"Look at the contacts"})]})]}),t(st,{counts:l}),t("ul",{class:"figures",children:[t("li",{children:[t("b",{children:P(l.read)})," rows"]}),s.duration&&
c>0&&t("li",{children:["about ",t("b",{children:s.duration})]}),l.adopted>0&&t("li",{children:[t("b",{children:P(l.adopted)})," in Quo already, and used"]}),l.warnings>
0&&t("li",{children:[t("b",{children:P(l.warnings)})," ",l.warnings===1?"warning":"warnings"]})]}),s.phoneless>0&&t(T,{kind:"warn",children:[F(s.phoneless,"cont\
act has","contacts have")," no phone number: the Quo app never shows such contacts."]}),s.nameless>0&&t(T,{kind:"warn",children:[F(s.nameless,"contact has","con\
tacts have")," no name, and will be called after the phone number."]}),s.notices.map(b=>t(T,{children:b},b)),s.adoptable>0&&!s.stop&&t(T,{kind:"warn",children:[
F(s.adoptable,"new row has","new rows have")," the number of a contact that is already in Quo. ",t("a",{href:"#/pairs",children:"Compare them"})]}),!s.compared&&
t("section",{class:"compare","aria-labelledby":"compare",children:[t("h2",{id:"compare",children:"Compare with Quo"}),t("p",{class:"about",children:[e.rehearsal?
"The stand-in for Quo on this computer is asked":"Quo is asked"," which of these contacts it has already. It is only read."]}),e.key.have?t(C,{children:t("div",
{class:"buttons",children:[t("button",{type:"button",class:"primary",disabled:r||p>0||!!e.busy,onClick:()=>i(()=>o("/api/compare")),children:"Compare with Quo"}),
t(He,{view:e,act:o})]})}):t(He,{view:e,act:o})]}),t(Yn,{plan:s,correct:!!e.sheet}),s.changes.length>0&&t("section",{"aria-labelledby":"changes",children:[t("h2",
{id:"changes",children:["What changes in Quo ",t("span",{class:"n",children:P(s.changes.length+s.moreChanges)})]}),t("ul",{class:"cards",children:s.changes.map(
b=>t(Jn,{change:b},b.place+b.key))}),s.moreChanges>0&&t("p",{class:"soft",children:["\u2026 and ",P(s.moreChanges)," more"]})]}),s.cards.length>0&&t("section",{
"aria-labelledby":"first",children:[t("h2",{id:"first",children:"The first contacts, as they will look in Quo"}),t("ul",{class:"cards",children:s.cards.map(b=>t(
"li",{class:"card",children:[t("div",{class:"who",children:[t("span",{class:"initials","aria-hidden":"true",children:b.initials}),t("div",{children:[t("h3",{children:t(
"bdi",{children:b.name})}),t("p",{children:b.action})]})]}),t("dl",{children:b.facts.map((d,u)=>t("div",{children:[t("dt",{children:t("bdi",{children:d.name})}),
t("dd",{children:t("bdi",{children:d.value})})]},u))}),t("p",{class:"place",children:b.place})]},b.place))})]}),t("section",{"aria-labelledby":"memory",children:[
t("h2",{id:"memory",children:"How contacts are found again"}),t("dl",{class:"rows",children:[t("div",{children:[t("dt",{children:"List"}),t("dd",{children:t("bd\
i",{children:s.source})})]}),t("div",{children:[t("dt",{children:"A row is identified by"}),t("dd",{children:t("bdi",{children:s.keyed})})]}),t("div",{children:[
t("dt",{children:"State file"}),t("dd",{children:t("bdi",{children:s.state})})]})]})]}),t(z,{note:s.compared?t(C,{children:c>0&&"Contacts made through the API a\
ppear in the Quo app once there is a conversation with their number, and may be read-only there."}):t("button",{type:"button",class:"plain",onClick:()=>n("colum\
ns"),children:"Back"}),children:[s.compared&&!s.stop&&c>_t&&t("button",{type:"button",disabled:r||!!e.busy,onClick:()=>f(_t),children:["Import ",_t," first"]}),
s.compared&&t("button",{type:"button",class:"primary",disabled:r||!!e.busy||!!s.stop||c===0,onClick:()=>f(0),children:c===0?"Nothing to write":`Write ${P(c)} ${h}${e.
rehearsal?"":" to Quo"}`})]})]})}function Yn({plan:e,correct:n}){return e.problems.length===0?null:t("section",{"aria-labelledby":"problems",children:[t("h2",{id:"\
problems",children:["Rows that cannot be imported as they are ",t("span",{class:"n",children:P(e.counts.rejected+e.counts.failed)})]}),t("ul",{class:"groups",children:e.
problems.map(o=>t(Gn,{group:o},o.column+o.kind))}),n&&t("p",{children:t("a",{href:"#/problems",children:"Correct these rows"})}),e.moreProblems>0&&t("p",{class:"\
soft",children:["\u2026 and ",F(e.moreProblems,"more problem","more problems")]})]})}function Gn({group:e}){let[n,o]=k(!1);return t("li",{class:"group",children:[
t("div",{class:"group-head",children:[t("b",{class:"group-count",children:P(e.count)}),t("span",{children:[t("b",{children:t("bdi",{children:e.column||"The row \
as a whole"})})," ",t("bdi",{children:e.message})]}),t("button",{type:"button",class:"plain","aria-expanded":n,onClick:()=>o(!n),children:n?"Hide":"Examples"})]}),
n&&t("ul",{class:"examples",children:e.examples.map((r,a)=>t("li",{children:[t("span",{class:"place",children:r.place})," ",r.value&&t("code",{children:t("bdi",
{children:r.value})})," ",t("bdi",{children:r.message})]},a))})]})}function Jn({change:e}){return t("li",{class:"card",children:[t("h3",{children:t("bdi",{children:e.
name||e.key})}),e.message&&t("p",{class:"soft",children:e.message}),t("dl",{class:"diff",children:e.fields.map((n,o)=>t("div",{children:[t("dt",{children:t("bdi",
{children:n.field})}),t("dd",{children:[n.before&&t("del",{children:[t("span",{class:"hidden",children:"before: "}),t("bdi",{children:n.before})]}),n.before&&n.
after&&t("span",{"aria-hidden":"true",children:" \u2192 "}),n.after&&t("ins",{children:[t("span",{class:"hidden",children:"after: "}),t("bdi",{children:n.after})]})]})]},
o))}),t("p",{class:"place",children:e.place})]})}function nn(e){return class extends fe{shouldComponentUpdate(n){return Object.keys(n).some(o=>n[o]!==this.props[o])}render(){return t(e,{...this.props})}}}var te=e=>"/api/sheet"+e,J={open:()=>me(te("")),view:e=>ae(te("/view"),e),rows:(e,n)=>me(te(`/rows?view=${e}&from=${n}`)),show:e=>ae(te("/show"),{rows:e}),try:(e,n,o)=>ae(
te("/try"),{row:e,column:n,value:o}),values:(e,n)=>ae(te("/values"),{filter:e,column:n}),set:(e,n)=>ae(te("/set"),{what:e,edits:n}),preview:e=>ae(te("/preview"),
e),apply:e=>ae(te("/apply"),e),undo:()=>ae(te("/undo"),{}),redo:()=>ae(te("/redo"),{})},ne=200,on=10,rt=class{constructor(n,o,r,a){this.view=n;this.length=o;this.
changed=r;this.failed=a}view;length;changed;failed;windows=new Map;loading=new Set;places=new Map;get(n){return this.windows.get(Math.floor(n/ne))?.[n%ne]}want(n,o){
for(let r=Math.floor(n/ne);r<=Math.floor(Math.max(n,o-1)/ne);r++)!this.windows.has(r)&&!this.loading.has(r)&&r*ne<this.length&&this.load(r)}async load(n){this.loading.
add(n);try{let o=await J.rows(this.view,n*ne);this.windows.set(n,o),o.forEach((r,a)=>this.places.set(r.row,n*ne+a));for(let r of this.windows.keys()){if(this.windows.
size<=on)break;Math.abs(r-n)>on/2&&(this.windows.get(r).forEach(a=>this.places.delete(a.row)),this.windows.delete(r))}this.changed()}catch(o){this.failed(o)}finally{
this.loading.delete(n)}}async refresh(n){let o=[...this.places.keys()].filter(r=>!n||n.includes(r));try{for(let r=0;r<o.length;r+=ne)for(let a of await J.show(o.
slice(r,r+ne))){let i=this.places.get(a.row),s=i===void 0?void 0:this.windows.get(Math.floor(i/ne));s&&(s[i%ne]=a)}this.changed()}catch(r){this.failed(r)}}};var zn=[["blank","Empty the words that mean nothing"],["drop","Leave out the values that are refused"],["country","Set the country of the numbers"],["split","Sp\
lit cells that hold several values"],["replace","Find and replace"],["first","Keep the first of rows with the same key"]];function sn({columns:e,column:n,facet:o,
facets:r,selected:a,close:i,apply:s}){let c=D(null),p=o.kind||r.find(w=>w.column===o.column&&w.kind)?.kind||"",f=o.column?e.findIndex(w=>w.name===o.column):n,[l,
h]=k({do:p==="key-duplicate"?"first":a.length>1||p==="phone-no-region"||p==="phone-invalid"?"country":p.endsWith("-several")?"split":"blank",filter:o,column:f>=
0&&e[f].mapped?f:e.findIndex(w=>w.mapped),words:[],country:"",separator:"/",into:-1,find:"",replace:"",case:!1,whole:!1}),[b,d]=k(a.length>0),[u,g]=k([]),[y,E]=k(),
[x,L]=k(""),[A,I]=k(!1),Y=w=>h(O=>({...O,...w})),N=b?{...l,rows:a}:l,le=l.do==="blank"?l.words.length>0:l.do==="country"?l.country.trim()!=="":l.do==="split"?l.
separator!=="":l.do==="replace"?l.find!==""||!!l.whole:!0;q(()=>{c.current?.showModal()},[]),q(()=>{l.do==="blank"&&J.values(l.filter,l.column).then(w=>{g(w),Y(
{words:w.filter(O=>O.nothing&&O.rows>2).map(O=>O.value)})},w=>L(w.message))},[l.do,l.column]),q(()=>{if(E(void 0),L(""),!le)return;let w=!1,O=setTimeout(()=>J.preview(
N).then(W=>{w||E(W)},W=>{w||L(W.message)}),200);return()=>{w=!0,clearTimeout(O)}},[JSON.stringify(N)]);let U=(w,O,W)=>t("label",{class:"field",children:[t("span",
{children:w}),t("input",{type:"text",value:l[O],onInput:Z=>Y({[O]:Z.currentTarget.value})}),W&&t("small",{children:W})]}),ce=(w,O)=>t("label",{class:"check",children:[
t("input",{type:"checkbox",checked:l[O],onChange:W=>Y({[O]:W.currentTarget.checked})})," ",t("span",{children:w})]}),ue=(w,O,W,Z)=>t("label",{class:"field",children:[
t("span",{children:w}),t("select",{value:O,onChange:oe=>W(+oe.currentTarget.value),children:[Z&&t("option",{value:-1,children:Z}),e.map((oe,ve)=>oe.mapped&&t("o\
ption",{value:ve,children:oe.name},oe.name))]})]});return t("dialog",{ref:c,class:"bulk","aria-labelledby":"bulk-title",onClose:i,children:t("form",{onSubmit:async w=>{
w.preventDefault(),!(!y?.cells||A)&&(I(!0),await s(N),I(!1))},children:[t("h2",{id:"bulk-title",children:"Correct many rows"}),t("div",{class:"bulk-fields",children:[
t("label",{class:"field wide",children:[t("span",{children:"What to do"}),t("select",{value:l.do,onChange:w=>Y({do:w.currentTarget.value}),children:zn.filter(([
w])=>w!=="first"||r.some(O=>O.kind==="key-duplicate")).map(([w,O])=>t("option",{value:w,children:O},w))})]}),l.do!=="first"&&ue("In the column",l.column,w=>Y({column:w})),
t("label",{class:"field",children:[t("span",{children:"In which rows"}),t("select",{value:b?"selected":"facet",onChange:w=>d(w.currentTarget.value==="selected"),
children:[t("option",{value:"facet",children:o.all?"all rows with problems":"the rows of this list"}),a.length>0&&t("option",{value:"selected",children:["the ",
P(a.length)," selected rows"]})]})]}),l.do==="blank"&&t("fieldset",{class:"field words",children:[t("legend",{children:"Values that mean nothing"}),u.length===0&&
t("p",{class:"soft",children:"No value is left in this column."}),u.slice(0,20).map(w=>t("label",{class:"check",children:[t("input",{type:"checkbox",checked:l.words.
includes(w.value),onChange:O=>Y({words:O.currentTarget.checked?[...l.words,w.value]:l.words.filter(W=>W!==w.value)})}),t("span",{children:[w.value," ",t("small",
{children:F(w.rows,"row","rows")})]})]},w.value))]}),l.do==="country"&&U("Country","country","Its name or code, such as Germany or DE. Numbers that are valid th\
ere are written with it."),l.do==="split"&&t(C,{children:[U("At","separator","The first part stays."),ue("The rest goes to",l.into,w=>Y({into:w}),"nowhere: leav\
e it out")]}),l.do==="replace"&&t(C,{children:[U("Find","find"),U("Replace by","replace"),t("div",{class:"field",children:[ce("Upper and lower case differ","cas\
e"),ce("Whole cells only","whole")]})]})]}),x&&t(T,{kind:"bad",children:x}),t("div",{class:"bulk-preview","aria-live":"polite",children:y&&t(C,{children:[t("p",
{children:[t("b",{children:F(y.cells,"cell changes","cells change")}),y.cells>0&&t(C,{children:[": ",F(y.rescued,"row is rescued","rows are rescued"),", ",F(y.left,
"row of these still has","rows of these still have")," a problem"]})]}),y.examples.length>0&&t("div",{class:"scroll",tabIndex:0,role:"region","aria-label":"The \
first cells that change",children:t("table",{children:[t("thead",{children:t("tr",{children:[t("th",{scope:"col",class:"num",children:"Line"}),t("th",{scope:"co\
l",children:"Now"}),t("th",{scope:"col",children:"Then"}),t("th",{scope:"col",children:"In Quo"})]})}),t("tbody",{children:y.examples.map(w=>t("tr",{children:[t(
"td",{class:"num",children:w.line}),t("td",{children:w.before}),t("td",{children:w.after||t("span",{class:"soft",children:"blank"})}),t("td",{class:w.problem?"r\
efused":"",children:w.problem||w.result})]},w.line+w.column))})]})})]})}),t("div",{class:"buttons",children:[t("button",{type:"button",onClick:()=>c.current?.close(),
children:"Cancel"}),t("button",{type:"submit",class:"primary",disabled:!y?.cells||A,children:y?.cells?`Change ${F(y.cells,"cell","cells")}`:"Change"})]})]})})}var X=34,Ue=1e3,Xn=(e,n)=>!!e.all==!!n.all&&(e.column??"")===(n.column??"")&&(e.kind??"")===(n.kind??""),Zn=e=>e==="key"?"Key":e||"The row as a whole";function rn({
go:e,reload:n}){let[o,r]=k(),[a,i]=k(!1),[s,c]=k(),[p,f]=k({all:!0}),[l,h]=k(),[,b]=k(0),[d,u]=k(""),[g,y]=k(""),[E,x]=k(!1),[L,A]=k(""),[I,Y]=k([]),[N,le]=k(0),
U=D(0),ce=D(0),ue=D(null),w=he(S=>u(S instanceof Error?S.message:String(S)),[]),O=he(async S=>{try{let R=await J.view(S),m=new rt(R.id,R.rows,()=>b(_=>_+1),w);m.
want(0,1),ue.current=m,f(S),h(m),u("")}catch(R){w(R)}},[]),W=he(async(S,R)=>{U.current=Math.max(U.current,S.edition),c(S),u(""),y(R??(S.cells?`${S.what}: ${F(S.
cells,"cell","cells")} changed${S.rescued>0?`, ${F(S.rescued,"row","rows")} rescued`:""}`:"Nothing changed")),clearTimeout(ce.current),ce.current=setTimeout(n,600),
await ue.current?.refresh(S.rows.length<1e3?S.rows:void 0)},[]),Z=he(async S=>{try{return await W(await S()),!0}catch(R){return w(R),!1}},[]);q(()=>{J.open().then(
R=>{r(R.columns),c(R.now),i(R.table)},w),O({all:!0});let S=async R=>{R.detail<=U.current||(U.current=R.detail,J.open().then(m=>c(m.now),w),ue.current?.refresh())};
return addEventListener("sheet",S),()=>removeEventListener("sheet",S)},[]);let oe=et(()=>o?.map((S,R)=>({...S,at:R})).filter(S=>S.mapped||E),[o,E]),ve=(S,R)=>Z(
async()=>{let m=await S();return{...m,what:`${R} ${m.what}`}}),De=()=>{s?.undo&&ve(J.undo,"Undone:")},We=()=>{s?.redo&&ve(J.redo,"Redone:")},it=async S=>{if(S)try{
let R=await qt("/api/sheet/take",S);await W(R.done,`${S.name}: ${F(R.changed,"row","rows")} of ${P(R.rows)} corrected${R.missed?`; ${P(R.missed)} not found here\
: ${R.unknown.join(", ")}`:""}`)}catch(R){w(R)}};return!o||!s||!l||!oe?t(C,{children:[t(K,{children:"Rows to correct"}),d?t(T,{kind:"bad",children:d}):t("div",{
class:"sheet-box skeleton","aria-hidden":"true",children:Array.from({length:8},(S,R)=>t("span",{},R))})]}):t(C,{children:[t(K,{lede:s.counts.problems?`${F(s.counts.
problems,"row is","rows are")} left out of the import, of ${P(s.counts.rows)}. What you correct here is kept in a file of its own: yours stays as it is.`:"Every\
 row can be imported. Corrections are kept in a file of their own: yours stays as it is.",children:"Rows to correct"}),d&&t(T,{kind:"bad",children:d}),t("div",{
class:"sheet-page",children:[t(Vn,{facets:s.facets,total:s.counts.problems,filter:p,choose:O}),t("div",{class:"sheet-main",children:[t("div",{class:"sheet-tools",
role:"toolbar","aria-label":"Corrections",children:[t("button",{type:"button",onClick:()=>A("open"),children:"Correct many \u2026"}),t("button",{type:"button","\
aria-disabled":!s.undo,onClick:De,title:s.undo&&`${s.undo} (Ctrl+Z)`,children:"Undo"}),t("button",{type:"button","aria-disabled":!s.redo,onClick:We,title:s.redo&&
`${s.redo} (Ctrl+Y)`,children:"Redo"}),t("span",{class:"gap"}),o.some(S=>!S.mapped)&&t("label",{class:"check",children:[t("input",{type:"checkbox",checked:E,onChange:S=>x(
S.currentTarget.checked)})," ",t("span",{children:"All columns"})]}),a&&t("a",{class:"button",href:"/api/sheet/download",download:"rejected.xlsx",children:"Down\
load for Excel"}),a&&t("label",{class:"button upload",children:["Take back \u2026",t("input",{type:"file",accept:".xlsx,.csv",onChange:S=>{it(S.currentTarget.files?.[0]),
S.currentTarget.value=""}})]})]}),l.length===0?t("p",{class:"sheet-empty",children:s.counts.problems?"No row has this problem any more.":"There is nothing left \
to correct."}):t(eo,{rows:l,columns:oe,act:Z,undo:De,redo:We,fail:w,onPlace:(S,R)=>{le(S),Y(R)}}),t("p",{class:"sheet-said",role:"status",children:g})]})]}),L&&
t(sn,{columns:o,column:N,facet:p,facets:s.facets,selected:I,close:()=>A(""),apply:async S=>{let R=await Z(()=>J.apply(S));return R&&A(""),R}}),t(z,{note:s.counts.
fixes>0?t(C,{children:[F(s.counts.fixes,"correction","corrections")," \xB7 ",t("a",{href:"/api/sheet/fixes",download:"fixes.csv",children:"fixes.csv"})," for ni\
ghtly runs (--fixes)"]}):"Rows that stay wrong are left out, and listed in the report.",children:[t("button",{type:"button",onClick:()=>e("columns"),children:"B\
ack to the columns"}),t("button",{type:"button",class:"primary",onClick:()=>e("plan"),children:"See the plan"})]})]})}function Vn({facets:e,total:n,filter:o,choose:r}){
let a=(i,s,c,p,f)=>t("li",{class:f?"sub":void 0,children:t("button",{type:"button",class:"facet","aria-pressed":Xn(i,o),onClick:()=>r(i),children:[t("span",{children:s}),
t("b",{children:P(c)}),p>0&&t("small",{children:["correcting it rescues ",F(p,"row","rows")]})]})},`${i.column}
${i.kind}`);return t("section",{class:"facets","aria-label":"Problems",children:t("ul",{children:[a({all:!0},"All rows with problems",n,0,!1),e.filter((i,s)=>!i.
kind||e.filter(c=>c.column===i.column).length>2||s<0).map(i=>a({column:i.column,kind:i.kind},i.kind?i.words:Zn(i.column),i.rows,i.rescues,!!i.kind))]})})}function eo({
rows:e,columns:n,act:o,undo:r,redo:a,fail:i,onPlace:s}){let c=D(null),[p,f]=k({from:0,to:30}),[l,h]=k({row:0,column:0}),[b,d]=k(null),[u,g]=k(null),[y,E]=k(),x=D(
null),L=D(0),A=e.get(l.row),I=n[Math.min(l.column,n.length-1)],Y=b??l,N={top:Math.min(l.row,Y.row),bottom:Math.max(l.row,Y.row),left:Math.min(l.column,Y.column),
right:Math.max(l.column,Y.column)},le=!!e.get(0);q(()=>{let m=n.findIndex(_=>e.get(0)?.problems?.some(M=>M.column===_.at));h({row:0,column:Math.max(0,m)}),d(null),
g(null),c.current?.scrollTo(0,0)},[e,le]);let U=he(()=>{let m=c.current;if(!m)return;let _=Math.max(0,Math.floor(m.scrollTop/X)-6),M=Math.min(e.length,Math.ceil(
(m.scrollTop+m.clientHeight)/X)+6);f(H=>H.from===_&&H.to===M?H:{from:_,to:M}),clearTimeout(L.current),L.current=setTimeout(()=>e.want(_,M),40)},[e]);q(()=>(U(),
addEventListener("resize",U),()=>{removeEventListener("resize",U),clearTimeout(L.current)}),[U]),q(()=>{if(!A)return;let m=!1,_=setTimeout(()=>J.try(A.row,I.at,
u).then(M=>{m||E(M)},i),u===null?0:60);return()=>{m=!0,clearTimeout(_)}},[A,I.at,u]),q(()=>{let m=[];if(b)for(let _=N.top;_<=N.bottom&&m.length<Ue;_++){let M=e.
get(_);M&&m.push(M.row)}s(I.at,m.length>1?m:[])},[l,b]);let ce=(m,_,M=!1)=>{let H={row:Math.max(0,Math.min(e.length-1,l.row+m)),column:Math.max(0,Math.min(n.length-
1,l.column+_))};d(M?b??l:null),ue(H)},ue=m=>{h(m);let _=c.current,M=m.row*X,H=_.clientHeight-X;M<_.scrollTop?_.scrollTop=M:M+X>_.scrollTop+H&&(_.scrollTop=M+X-H);
let V=_.querySelectorAll(".head > span"),G=V[m.column+1],Ee=G.offsetLeft-V[0].offsetWidth;Ee<_.scrollLeft?_.scrollLeft=Ee:G.offsetLeft+G.offsetWidth>_.scrollLeft+
_.clientWidth&&(_.scrollLeft=G.offsetLeft+G.offsetWidth-_.clientWidth)},w=()=>c.current?.focus({preventScroll:!0}),O=m=>{!A||!I.mapped||A.locked||(d(null),g(m))};
q(()=>{u!==null&&(x.current?.focus(),x.current&&x.current.value===y?.value&&x.current.select())},[u===null]);let W=async(m,_)=>{if(u===null||!A)return;let M=u;g(
null),w(),(m||_)&&ce(m,_),await o(()=>J.set(`Edit ${I.name}`,[{row:A.row,column:I.at,value:M}]))},Z=m=>{let _=n.length-1;return m?l.column>0?[0,-1]:l.row>0?[-1,
_]:[0,0]:l.column<_?[0,1]:l.row<e.length-1?[1,-_]:[0,0]},oe=()=>{let m=[];for(let _=N.top;_<=N.bottom&&_<N.top+Ue;_++){let M=e.get(_);if(M&&!M.locked)for(let H=N.
left;H<=N.right;H++)n[H].mapped&&m.push({row:M.row,column:n[H].at,value:""})}o(()=>J.set(m.length>1?`Empty ${P(m.length)} cells`:`Empty ${I.name}`,m))},ve=m=>{let _=m.
ctrlKey||m.metaKey;if(u!==null){switch(m.key){case"Enter":m.preventDefault(),W(m.shiftKey?-1:1,0);break;case"Tab":{m.preventDefault();let[V,G]=Z(m.shiftKey);W(V,
G);break}case"Escape":m.preventDefault(),g(null),w();break}return}let M=Math.max(1,Math.floor((c.current.clientHeight-X)/X)-1),H={ArrowUp:[-1,0],ArrowDown:[1,0],
ArrowLeft:[0,-1],ArrowRight:[0,1],PageUp:[-M,0],PageDown:[M,0],Home:_?[-e.length,-n.length]:[0,-n.length],End:_?[e.length,n.length]:[0,n.length]};if(H[m.key])return m.
preventDefault(),ce(...H[m.key],m.shiftKey);switch(!0){case(_&&!m.shiftKey&&m.key.toLowerCase()==="z"):return m.preventDefault(),r();case(_&&(m.key.toLowerCase()===
"y"||m.shiftKey&&m.key.toLowerCase()==="z")):return m.preventDefault(),a();case(_||m.altKey):return;case(m.key==="Enter"||m.key==="F2"):return m.preventDefault(),
O(y?.value??A?.cells[I.at]??"");case m.key==="Tab":{let[V,G]=Z(m.shiftKey);(V||G)&&(m.preventDefault(),ce(V,G));return}case m.key==="Escape":return m.preventDefault(),
d(null),document.querySelector(".steps-foot .primary")?.focus();case(m.key==="Delete"||m.key==="Backspace"):return m.preventDefault(),oe();case m.key.length===1:
return m.preventDefault(),O(m.key)}},De=m=>{if(u!==null)return;let _=[];for(let M=N.top;M<=N.bottom&&_.length<Ue;M++){let H=e.get(M);H&&_.push(n.slice(N.left,N.
right+1).map(V=>oo(H.cells[V.at])).join("	"))}m.preventDefault(),m.clipboardData?.setData("text/plain",_.join(`
`))},We=async m=>{if(u!==null)return;m.preventDefault();let _=so(m.clipboardData?.getData("text/plain")??"").slice(0,Ue),M=[],H=_.length===1&&_[0].length===1&&(N.
bottom>N.top||N.right>N.left),V=H?N.bottom-N.top+1:_.length;for(let G=0;G<Math.min(V,Ue);G++){let Ee=e.get(N.top+G);if(!Ee||Ee.locked)continue;let hn=H?N.right-
N.left+1:_[G].length;for(let Qe=0;Qe<hn;Qe++){let wt=n[N.left+Qe];wt?.mapped&&M.push({row:Ee.row,column:wt.at,value:H?_[0][0]:_[G][Qe]})}}M.length!==0&&await o(
()=>J.set(M.length>1?`Paste ${P(M.length)} cells`:`Edit ${I.name}`,M))},it=m=>{let _=m.target.closest("[data-row]");if(!_||u!==null&&_.contains(x.current))return;
let M={row:+_.dataset.row,column:+_.dataset.column};u!==null&&W(0,0),d(m.shiftKey?b??l:null),h(M),w()},S=[];for(let m=p.from;m<Math.min(p.to,e.length);m++){let _=m>=
N.top&&m<=N.bottom;S.push(t(no,{at:m,row:e.get(m),columns:n,left:_?N.left:-1,right:_?N.right:-1,active:m===l.row?l.column:-1,editing:m===l.row&&u!==null},m))}let R=A?.
problems?.filter(m=>m.column===I.at||m.column<0)??[];return t(C,{children:[t("div",{class:"cell-bar",children:[t("p",{class:"cell-place",children:[t("b",{children:I.
name}),A&&t(C,{children:[" \xB7 ",A.locked?"unreadable ":"","line ",P(A.line)]})]}),t("p",{class:"cell-text",children:[y&&(u??y.value)||t("span",{class:"soft",children:"\
blank"}),y&&y.file!==(u??y.value)&&t(C,{children:[" ",t("del",{children:y.file||"blank"})]})]}),t("p",{id:"cell-said","aria-live":"polite",class:y?.problem||u===
null&&R.length>0?"refused":"becomes",children:[y?.problem||u===null&&R.map(m=>m.message).join("; ")||(I.mapped?y?.result?`\u2192 ${y.result}`:"":"is not importe\
d"),y&&y.others>0&&t("span",{class:"soft",children:[" \xB7 ",F(y.others,"other cell","other cells")," of this row to correct"]})]})]}),t("div",{class:"sheet-box",
ref:c,tabIndex:0,role:"grid","aria-label":"Rows to correct","aria-rowcount":e.length+1,"aria-colcount":n.length+1,"aria-multiselectable":"true","aria-activedesc\
endant":A&&u===null&&l.row>=p.from&&l.row<p.to?`cell-${l.row}-${l.column}`:void 0,"aria-describedby":"sheet-hint",onScroll:U,onKeyDown:ve,onMouseDown:it,onDblClick:()=>O(
y?.value??""),onCopy:De,onPaste:We,children:t("div",{class:"sheet-all",role:"rowgroup",style:{height:`${(e.length+1)*X}px`},children:[t("div",{class:"line head",
role:"row","aria-rowindex":1,children:[t("span",{role:"columnheader",class:"at","aria-colindex":1,children:"Line"}),n.map((m,_)=>t("span",{role:"columnheader",class:m.
mapped?"":"left","aria-colindex":_+2,children:m.name},m.at))]}),S,u!==null&&A&&l.row>=p.from&&l.row<p.to&&t(to,{at:l,box:c,value:u,input:x,set:g,label:`${I.name}\
, line ${A.line}`,wrong:!!y?.problem,leave:()=>W(0,0)})]})}),t("p",{id:"sheet-hint",class:"sheet-hint",children:"Arrows move, Enter edits, Tab goes on, Ctrl+V p\
astes a block from Excel, Ctrl+Z undoes, Esc leaves the sheet."})]})}function to({at:e,box:n,value:o,input:r,set:a,label:i,wrong:s,leave:c}){let p=n.current?.querySelector(
`#cell-${e.row}-${e.column}`),f=p&&{left:`${p.offsetLeft}px`,top:`${(e.row+1)*X}px`,minWidth:`${p.offsetWidth}px`,height:`${X}px`};return t("input",{ref:r,class:"\
cell-input",type:"text",style:f||void 0,value:o,"aria-label":i,"aria-invalid":s,"aria-describedby":"cell-said",spellcheck:!1,autocomplete:"off",onInput:l=>a(l.currentTarget.
value),onBlur:c})}var no=nn(function({at:n,row:o,columns:r,left:a,right:i,active:s,editing:c}){let p={top:`${(n+1)*X}px`};if(!o)return t("div",{class:"line wait\
ing",role:"row","aria-rowindex":n+2,style:p,children:t("span",{class:"at",role:"rowheader","aria-colindex":1,children:"\u2026"})});let f=new Set(o.problems?.map(
l=>l.column));return t("div",{class:`line${o.problems?.length?"":" good"}`,role:"row","aria-rowindex":n+2,style:p,children:[t("span",{class:`at${f.has(-1)?" wro\
ng":""}`,role:"rowheader","aria-colindex":1,title:o.problems?.map(l=>l.message).join("; "),children:o.line}),r.map((l,h)=>{let b=`${f.has(l.at)?" wrong":""}${o.
fixed?.includes(l.at)?" fixed":""}${h===s?" active":""}${h>=a&&h<=i&&a>=0?" chosen":""}${l.mapped?"":" left"}`;return t("span",{id:`cell-${n}-${h}`,role:"gridce\
ll",class:b.trim()||void 0,"data-row":n,"data-column":h,"aria-colindex":h+2,"aria-selected":h>=a&&h<=i&&a>=0,"aria-invalid":f.has(l.at)||void 0,"aria-readonly":!l.
mapped||void 0,children:h===s&&c?"":o.cells[l.at].replace(/\s+/g," ")},l.at)})]})}),oo=e=>/[\t\n"]/.test(e)?`"${e.replace(/"/g,'""')}"`:e;function so(e){let n=[],
o=[],r=e.replace(/\r\n?/g,`
`).replace(/\n$/,""),a=0;for(;;){let i="";if(r[a]==='"'&&/"(\t|\n|$)/.test(r.slice(a+1)))for(a++;a<r.length;a++)if(r[a]!=='"')i+=r[a];else if(r[a+1]==='"')i+='"',
a++;else{a++;break}for(;a<r.length&&r[a]!=="	"&&r[a]!==`
`;)i+=r[a++];if(o.push(i),r[a]==="	"){a++;continue}if(n.push(o),o=[],a++>=r.length)return n}}var Re="\0other",ro=e=>{let n=e.answer||e.default||"";return n===""?{choice:e.choices.length===0?Re:"",text:""}:e.choices.some(o=>o.answer===n)?{choice:n,text:""}:
{choice:Re,text:n}},io=e=>e?e.choice===Re?e.text.trim():e.choice:"";function an({view:e,go:n,reload:o}){let[r,a,i]=j(),[s,c]=k({}),[p,f]=k(""),l=d=>s[d.id]||ro(
d),h=e.questions.filter(d=>!d.answer),b=()=>i(async()=>{for(let g of e.questions){let y=io(l(g));if(y!==(g.answer||"")){if(y==="")throw f(g.id),document.getElementById(
`q-${g.id}`)?.focus(),new Error("A question has no answer yet.");try{await we("/api/answer",{id:g.id,answer:y})}catch(E){throw f(g.id),document.getElementById(`\
q-${g.id}`)?.focus(),E}}}f("");let d=new Set(e.questions.map(g=>g.id)),u=await o();u&&u.questions.some(g=>!g.answer&&!d.has(g.id))||n("columns")});return t(C,{children:[
t(K,{lede:h.length>0?`${F(h.length,"question","questions")} that only you can answer. What the file shows is chosen already.`:"Everything is answered. You can c\
hange an answer.",children:"Questions"}),a&&!p&&t(T,{kind:"bad",children:a}),e.questions.length===0&&!e.busy&&t(T,{kind:"good",children:"There is nothing to ask\
: the file says it all."}),e.questions.map(d=>t(ao,{q:d,selected:l(d),problem:p===d.id?a:"",select:u=>{f(""),c({...s,[d.id]:u})}},d.id)),t(z,{note:t("button",{type:"\
button",class:"plain",onClick:()=>n("file"),children:"Back"}),children:t("button",{type:"button",class:"primary",disabled:r,onClick:b,children:r?"Working \u2026":
"Next"})})]})}function ao({q:e,selected:n,select:o,problem:r}){let a=`answer-${e.id}`,i=s=>o({...n,choice:s});return t("fieldset",{class:`question ${r?"wrong":""}`,
id:`q-${e.id}`,tabIndex:-1,children:[t("legend",{children:t("h2",{children:e.question})}),e.evidence.length>0&&t("ul",{class:"evidence",children:e.evidence.map(
s=>t("li",{children:t("bdi",{children:s})},s))}),r&&t(T,{kind:"bad",children:r}),t("div",{class:"choices",children:[e.choices.map(s=>t("label",{class:"choice",children:[
t("input",{type:"radio",name:a,checked:n.choice===s.answer,onChange:()=>i(s.answer)}),t("span",{children:[t("b",{children:t("bdi",{children:s.answer})}),s.answer===
e.default&&t("span",{class:"badge",children:"proposed"}),t("small",{children:t("bdi",{children:s.means})})]})]},s.answer)),e.free&&t("label",{class:"choice",children:[
e.choices.length>0&&t("input",{type:"radio",name:a,checked:n.choice===Re,onChange:()=>i(Re)}),t("span",{class:"free",children:[e.choices.length>0&&t("b",{children:"\
Another answer"}),t("input",{type:"text","aria-label":`${e.question} ${e.takes||""}`,placeholder:(e.takes||"").toLowerCase(),value:n.text,onInput:s=>o({choice:Re,
text:s.currentTarget.value})})]})]})]}),e.otherwise&&t("p",{class:"soft",children:t("small",{children:e.otherwise})})]})}var ln={created:"created",updated:"updated"},cn={deleted:"deleted",updated:"restored",skipped:"left as they are"};function un(e){let n=e.view.run;return n.going?
t(lo,{...e,run:n}):t(co,{...e,run:n})}function lo({view:e,run:n,act:o}){let[r,a,i]=j(),s=n.kind==="undo",c=n.total>0?n.done/n.total:0,p=Math.floor(c*100),f=D("");
return p%10===0&&(f.current=`${p} percent`),t(C,{children:[t(K,{lede:"You can close this page: it goes on. Open it again with a new address from the window wher\
e quo-import runs.",children:n.stopping?"Stopping":n.paused?"Paused":s?"Undoing":n.trial?"Importing the first rows":"Importing"}),a&&t(T,{kind:"bad",children:a}),
t("div",{class:"progress",children:[t("progress",{max:Math.max(1,n.total),value:n.done,"aria-label":"Progress"}),t("p",{children:[t("b",{class:"big",children:P(
n.done)})," of ",P(n.total)," ",s?"contacts":"rows",t("span",{class:"soft",children:[n.rate&&` \xB7 ${n.rate}`,n.left&&!n.paused&&` \xB7 about ${n.left} left`]})]}),
t("p",{class:"hidden",role:"status",children:f.current})]}),t("div",{class:"buttons",children:[!n.stopping&&(n.paused?t("button",{type:"button",class:"primary",
disabled:r,onClick:()=>i(()=>o("/api/run/pause",{paused:!1})),children:"Continue"}):t("button",{type:"button",disabled:r,onClick:()=>i(()=>o("/api/run/pause",{paused:!0})),
children:"Pause"})),t("button",{type:"button",class:"danger",disabled:r||n.stopping,onClick:()=>i(()=>o("/api/run/stop")),children:n.stopping?"Finishing what is\
 in flight \u2026":"Stop"})]}),t(st,{counts:n.counts,words:s?cn:ln}),e.rehearsal&&t("p",{class:"soft",children:"A rehearsal: the contacts are in a stand-in for \
Quo on this computer."}),t(pn,{run:n})]})}function co({view:e,run:n,go:o,act:r}){let[a,i,s]=j(),c=n.kind==="undo",p=n.counts,f=(p.created||0)+(p.updated||0),l=(p.
rejected||0)+(p.failed||0),h=()=>s(async()=>{e.key.have&&await r("/api/compare"),o("plan")}),b=n.interrupted?"Interrupted":n.stopped&&(p.notReached||0)>0&&!n.trial?
"Stopped":c?"Undone":n.trial?`The first ${F(f,"contact is","contacts are")} in Quo`:"Done";return t(C,{children:[t(K,{lede:c?"Contacts that were changed since, \
in Quo or by another import, were left as they are.":n.interrupted?"The program was ended in the middle of it. Everything that was written is recorded: comparin\
g again shows what is left.":n.trial?"Look at them in Quo. Then import the rest, or undo these.":l>0?`${F(l,"row is","rows are")} not in Quo. Fix them and impor\
t again: what is there already is not created twice.`:"Everything that the file says is in Quo.",children:b}),i&&t(T,{kind:"bad",children:i}),n.stopped&&!n.trial&&
t(T,{kind:n.interrupted?"":"bad",children:n.stopped}),t(st,{counts:p,words:c?cn:ln}),p.deleted>0&&t("ul",{class:"figures",children:t("li",{children:[t("b",{children:P(
p.deleted)})," deleted"]})}),t(pn,{run:n}),!c&&e.sheet&&e.sheet.problems>0&&t("p",{children:t("a",{href:"#/problems",children:["Correct the ",F(e.sheet.problems,
"row","rows")," that ",e.sheet.problems===1?"was":"were"," rejected"]})}),n.files.length>0&&t("section",{"aria-labelledby":"files",children:[t("h2",{id:"files",
children:"Files of this run"}),t("ul",{class:"files",children:n.files.map(d=>t("li",{children:[t("a",{href:`/api/report?run=${encodeURIComponent(n.id)}&file=${encodeURIComponent(
d.name)}`,download:d.name,children:d.name})," ",t("span",{class:"soft",children:d.what})]},d.name))}),n.report&&t("p",{class:"soft",children:t("small",{children:[
"in ",n.report]})})]}),e.nightly&&!c&&!n.trial&&f+(p.unchanged||0)>0&&t(uo,{nightly:e.nightly}),t(z,{note:!c&&f>0?t(ot,{run:n.id,act:r,go:o,words:n.trial?"Undo \
these":"Undo this import"}):t("button",{type:"button",class:"plain",onClick:()=>o("file"),children:"Back to the file"}),children:t("button",{type:"button",class:n.
trial||n.interrupted||n.stopped||l>0?"primary":"",disabled:a||!!e.busy,onClick:h,children:n.trial?"Go on with the rest":"Compare again"})})]})}function pn({run:e}){
return e.failures.length===0?null:t("section",{"aria-labelledby":"failures",children:[t("h2",{id:"failures",children:["Refused ",t("span",{class:"n",children:P(
e.counts.failed)})]}),t("ul",{class:"groups",children:e.failures.map((n,o)=>t("li",{class:"group",children:t("div",{class:"group-head",children:[t("span",{class:"\
badge bad",children:n.status||"no answer"}),t("span",{children:[t("bdi",{children:n.message})," ",t("span",{class:"place",children:n.place||n.key})]})]})},o))}),
e.counts.failed>e.failures.length&&t("p",{class:"soft",children:["The last ",e.failures.length,"; all of them are in the files of the run."]})]})}function uo({nightly:e}){
let[n,o]=k(!1),[r,a]=k(""),[i,s,c]=j();return q(()=>a(""),[e.mapping]),t("section",{"aria-labelledby":"nightly",children:[t("h2",{id:"nightly",children:t("butto\
n",{type:"button",class:"opens","aria-expanded":n,onClick:()=>o(!n),children:"Run it every night"})}),n&&t(C,{children:[t("p",{class:"about",children:"The same \
import without this page: unchanged rows cost nothing, changed ones are updated, and an alarm is raised only by what is new."}),s&&t(T,{kind:"bad",children:s}),
t("p",{class:"buttons",children:[t("button",{type:"button",disabled:i,onClick:()=>c(async()=>{await we("/api/nightly/save"),a(e.mapping)}),children:["Save the m\
apping as ",e.mapping]}),r&&t("span",{class:"badge",role:"status",children:"saved"})]}),t(Ie,{title:"The command",text:e.command}),t(Ie,{title:"Line of a cronta\
b",text:e.crontab}),t(Ie,{title:"systemd: quo-import.service",text:e.service}),t(Ie,{title:"systemd: quo-import.timer",text:e.timer})]})]})}var Be=[{id:"file",title:"File",ready:()=>!0,component:Xt},{id:"questions",title:"Questions",badge:e=>e.questions.filter(n=>!n.answer).length,ready:e=>!!e.file,
component:an},{id:"columns",title:"Columns",ready:e=>!!e.columns,component:zt},{id:"problems",title:"Rows to correct",badge:e=>e.sheet?.problems??0,ready:e=>!!e.
sheet&&e.sheet.problems+e.sheet.fixes>0,component:rn},{id:"plan",title:"Plan",ready:e=>!!e.plan,component:tn},{id:"pairs",title:"Already in Quo",badge:e=>e.plan?.
pairs.filter(n=>n.outcome==="open").length??0,ready:e=>!!e.plan&&e.plan.pairs.length>0,component:en},{id:"run",title:"Import",ready:e=>!!e.run,component:un},{id:"\
history",title:"History",ready:e=>!!e.session,component:Zt}];var dn=()=>location.hash.replace(/^#\//,"");function po(){let[e,n]=k(),[o,r]=k(dn),[a,i]=k(!0),[s,c]=k(""),p=D(null),f=he(()=>{if(p.current)return p.current.again=
!0,p.current.done;let g={again:!1,done:Promise.resolve(void 0)};return p.current=g,g.done=(async()=>{try{let y;do g.again=!1,n(y=await Yt());while(g.again);return c(
""),y}catch(y){c(y.message)}finally{p.current=null}})(),g.done},[]);q(()=>{let g=0;jt({view:f,run:x=>n(L=>L&&{...L,run:x}),connected:x=>{x?(clearTimeout(g),g=0,
i(!0)):g||=setTimeout(()=>i(!1),2500)}});let y=()=>r(dn()),E=x=>x.preventDefault();return addEventListener("hashchange",y),addEventListener("dragover",E),addEventListener(
"drop",E),()=>removeEventListener("hashchange",y)},[f]);let l=e&&(Be.find(g=>g.id===(o||e.session?.screen)&&g.ready(e))||Be[0]),h=l?.id;if(q(()=>{if(!h||!e)return;
let g=Be.find(y=>y.id===h).title;document.querySelector("nav [aria-current]")?.scrollIntoView({block:"nearest",inline:"center"}),document.title=`${g}${e.session?
" \xB7 "+e.session.name:""} \xB7 quo-import`,o!==h&&history.replaceState(null,"",`#/${h}`),e.session&&e.session.screen!==h&&we("/api/screen",{screen:h}).catch(()=>{})},
[h,e?.session?.id]),!e||!l)return t("main",{class:"boot",children:s?t("p",{role:"alert",children:s}):t("p",{children:"Loading \u2026"})});let b=g=>{location.hash=
`#/${g}`},d=async(g,y)=>{await we(g,y),await f()},u=l.component;return t(C,{children:[t("header",{class:"top",children:[t("a",{class:"brand",href:"#/file",children:[
t("img",{src:"/static/icon.svg",alt:"",width:"24",height:"24"})," quo-import"]}),e.session&&t("span",{class:"file-name",title:e.session.path,children:e.session.
name}),t("span",{class:"where",children:e.rehearsal?t("b",{class:"badge guessed",children:"Rehearsal: nothing leaves this computer"}):e.where.replace(/^https?:\/\//,
"")})]}),e.session&&t("nav",{"aria-label":"Steps",children:t("ol",{children:Be.map(g=>{let y=g.badge?.(e),E=g.ready(e);return t("li",{children:E?t("a",{href:`#/${g.
id}`,"aria-current":g.id===l.id?"step":void 0,children:[g.title,y?t("span",{class:"count",children:y}):null]}):t("span",{class:"later","aria-disabled":"true",children:g.
title})},g.id)})})}),t("main",{children:[!a&&t("div",{class:"notice bad",role:"alert",children:"quo-import does not answer. If it was ended, start it again with\
 the same file: nothing is lost, and an import that was going on can be continued."}),s&&t("div",{class:"notice bad",role:"alert",children:s}),t(u,{view:e,go:b,
act:d,reload:f},l.id+(e.session?.id??"")),t("p",{class:"working",role:"status",children:e.busy?t(C,{children:[t("span",{class:"spinner","aria-hidden":"true"}),e.
busy," \u2026"]}):""})]})]})}var fn=document.getElementById("app");fn.replaceChildren();ft(t(po,{}),fn);
